// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait before a call is made again: twice as long each time, and never as long as
/// another does.
final class Pace {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final Duration patience;
  private Duration next = FIRST;
  private long deadline;
  private boolean failed;

  /// @param patience how long after the first failure nothing is tried any more
  Pace(Duration patience) {
    this.patience = patience;
  }

  /// Waits after a failure.
  ///
  /// @return whether to try again
  boolean again() throws InterruptedException {
    long now = System.nanoTime();
    if (!failed) {
      failed = true;
      deadline = now + patience.toNanos();
    } else if (now - deadline >= 0) {
      return false;
    }
    long nanos = next.toNanos();
    Thread.sleep(Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2)));
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return true;
  }
}
