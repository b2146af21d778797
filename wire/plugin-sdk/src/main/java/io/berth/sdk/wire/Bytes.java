// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes of messages, not copied where they are nobody else's.
public final class Bytes {

  private Bytes() {}

  /// Returns bytes as a message holds them. Nobody may change them afterwards.
  public static ByteString out(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /// Returns the bytes of a message that was received. Nobody may change them.
  public static byte[] in(ByteString bytes) {
    var taken = new Taken(bytes.size());
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, taken);
    } catch (IOException e) {
      throw new IllegalStateException("arrays do not fail", e);
    }
    return taken.all;
  }

  /// Keeps an array that is given to it as a whole, and gathers what comes in parts.
  private static final class Taken extends ByteOutput {

    private byte[] all = {};
    private final int size;
    private int filled;

    Taken(int size) {
      this.size = size;
    }

    @Override
    public void write(byte value) {
      write(new byte[] {value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (all.length < size) {
        all = new byte[size];
      }
      System.arraycopy(bytes, offset, all, filled, length);
      filled += length;
    }

    @Override
    public void writeLazy(byte[] bytes, int offset, int length) {
      if (offset == 0 && length == size && bytes.length == size) {
        all = bytes;
      } else {
        write(bytes, offset, length);
      }
    }

    @Override
    public void write(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      write(copy, 0, copy.length);
    }

    @Override
    public void writeLazy(ByteBuffer bytes) {
      write(bytes);
    }
  }
}
