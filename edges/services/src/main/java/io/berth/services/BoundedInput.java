// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import java.io.IOException;
import java.io.InputStream;

/// A stream that refuses to give more than a number of bytes.
public final class BoundedInput extends InputStream {

  private final InputStream in;
  private final long most;
  private long left;

  /// @param most how many bytes it gives before it refuses
  public BoundedInput(InputStream in, long most) {
    this.in = in;
    this.most = most;
    this.left = most;
  }

  static Refusal tooLarge(long most) {
    return new Refusal(Refusal.Kind.TOO_LARGE, "more than " + most + " bytes are not taken here");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > left) {
      throw tooLarge(most);
    }
    left -= Math.max(0, read);
    return read;
  }
}
