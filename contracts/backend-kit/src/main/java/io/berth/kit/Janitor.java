// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells a backend to look for what has to end: at once, and every minute until it is closed.
public final class Janitor implements AutoCloseable {

  /// How often a backend looks where nobody says otherwise.
  public static final Duration EVERY = Duration.ofMinutes(1);

  private final CountDownLatch closed = new CountDownLatch(1);

  private Janitor() {}

  /// Begins.
  ///
  /// @param every how long between two looks
  /// @param threads where it waits
  /// @param failures is told what could not be removed; it is tried again
  public static Janitor start(
      Leased backend, Duration every, Threads threads, Consumer<RuntimeException> failures) {
    var janitor = new Janitor();
    threads.start("janitor", () -> janitor.run(backend, every, failures));
    return janitor;
  }

  private void run(Leased backend, Duration every, Consumer<RuntimeException> failures) {
    try {
      do {
        try {
          backend.sweep();
        } catch (RuntimeException e) {
          failures.accept(e);
        }
      } while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the looking, not the environments.
  @Override
  public void close() {
    closed.countDown();
  }
}
