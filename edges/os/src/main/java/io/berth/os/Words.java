// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers in memory outside of the heap. The accessors of [MemorySegment] itself go through
/// handles that are made at run time, which costs milliseconds at start-up.
final class Words {

  private Words() {}

  static short shortAt(MemorySegment memory, int offset) {
    return buffer(memory).getShort(offset);
  }

  static int intAt(MemorySegment memory, int offset) {
    return buffer(memory).getInt(offset);
  }

  static void setInt(MemorySegment memory, int offset, int value) {
    buffer(memory).putInt(offset, value);
  }

  static void setLong(MemorySegment memory, int offset, long value) {
    buffer(memory).putLong(offset, value);
  }

  /// Copies bytes into memory.
  static void setBytes(MemorySegment memory, int offset, byte[] bytes) {
    buffer(memory).put(offset, bytes);
  }

  /// Copies the first bytes of memory into the heap.
  static byte[] bytes(MemorySegment memory, int length) {
    byte[] bytes = new byte[length];
    memory.asByteBuffer().get(0, bytes);
    return bytes;
  }

  private static ByteBuffer buffer(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
