// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Takes the colours out of output.
final class Sgr {

  private static final byte ESC = 0x1B;

  private Sgr() {}

  /// Returns the same bytes without colour sequences; the very array if there is none.
  static byte[] strip(byte[] block) {
    int first = next(block, 0);
    if (first < 0) {
      return block;
    }
    byte[] kept = new byte[block.length];
    int length = 0;
    int from = 0;
    for (int at = first; at >= 0; at = next(block, at + 1)) {
      int end = end(block, at);
      if (end > at) {
        System.arraycopy(block, from, kept, length, at - from);
        length += at - from;
        from = end;
      }
    }
    System.arraycopy(block, from, kept, length, block.length - from);
    return Arrays.copyOf(kept, length + block.length - from);
  }

  private static int next(byte[] block, int from) {
    int start = block.length - from < Words.LEAST ? from : Words.skip(block, from);
    for (int i = start; i < block.length; i++) {
      if (block[i] == ESC) {
        return i;
      }
    }
    return -1;
  }

  /// Looks at eight bytes at a time, which a flood of output needs. Loaded when there is one.
  private static final class Words {

    static final int LEAST = 4096;

    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    /// Returns a position at or before the first escape character, or within eight bytes of the
    /// end.
    static int skip(byte[] block, int from) {
      int end = block.length - Long.BYTES;
      for (int i = from; i <= end; i += Long.BYTES) {
        long different = (long) LONG.get(block, i) ^ (ONES * ESC);
        if (((different - ONES) & ~different & HIGH) != 0) {
          return i;
        }
      }
      return Math.max(from, end);
    }
  }

  /// Returns where the sequence at `at` ends, or `at` if it is no colour.
  private static int end(byte[] block, int at) {
    int i = at + 1;
    if (i >= block.length || block[i] != '[') {
      return at;
    }
    i++;
    while (i < block.length && (block[i] == ';' || block[i] == ':' || isDigit(block[i]))) {
      i++;
    }
    return i < block.length && block[i] == 'm' ? i + 1 : at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
