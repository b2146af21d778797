// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for a condition, with a deadline.
final class Eventually {

  private Eventually() {}

  static void isTrue(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("it did not come true in 20 s");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
