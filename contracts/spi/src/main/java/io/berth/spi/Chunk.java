// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// A piece of output.
///
/// @param offset the position of its first byte in the stream
/// @param bytes the bytes, never changed after construction; empty only when the output has ended
public record Chunk(long offset, byte[] bytes) {

  /// Returns whether the output has ended and nothing follows `offset`.
  public boolean isEnd() {
    return bytes.length == 0;
  }

  /// Returns the position after the last byte.
  public long end() {
    return offset + bytes.length;
  }
}
