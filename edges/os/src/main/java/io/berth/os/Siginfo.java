// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.lang.foreign.Arena;

/// What the kernel answers about a child.
final class Siginfo {

  private static final int SIZE = 128;

  private Siginfo() {}

  /// Asks about children and takes nothing but the answer to whether there are any.
  ///
  /// @return 0, or a negated error number
  static int waitid(int kind, int options) {
    try (Arena arena = Arena.ofConfined()) {
      return NativeFunction.WAITID.call(
          kind, 0, arena.allocate(SIZE, Long.BYTES).address(), options);
    }
  }
}
