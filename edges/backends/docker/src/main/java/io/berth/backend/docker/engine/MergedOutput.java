// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// The output of a container or an execution without a terminal: frames, each with eight bytes that
/// say of which of the two streams it is and how long. Both are read as one, in their order.
public final class MergedOutput extends InputStream {

  private static final int HEAD = 8;

  private final InputStream frames;
  private int left;

  /// @param frames as an engine sends them
  public MergedOutput(InputStream frames) {
    this.frames = frames;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    while (left == 0) {
      byte[] head = frames.readNBytes(HEAD);
      if (head.length == 0) {
        return -1;
      }
      if (head.length < HEAD || head[0] < 0 || head[0] > 3) {
        throw new EOFException("the engine sends output that is not in frames");
      }
      left = ByteBuffer.wrap(head).getInt(4);
      if (left < 0) {
        throw new IOException("the engine sends a frame that is too long");
      }
    }
    int n = frames.read(into, offset, Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the engine ends the output in the middle of a frame");
    }
    left -= n;
    return n;
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
