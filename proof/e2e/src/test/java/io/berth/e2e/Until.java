// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition with a deadline.
public final class Until {

  private Until() {}

  public static void exists(Path file) {
    holds(Duration.ofSeconds(30), () -> Files.exists(file));
  }

  public static void holds(Duration patience, BooleanSupplier condition) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the condition did not hold within " + patience);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
