// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait before a call is made again: twice as long each time, and never as long as
/// another does.
final class Pace {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final long deadline;
  private Duration next = FIRST;

  /// @param patience after which nothing is tried any more
  Pace(Duration patience) {
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /// Waits.
  ///
  /// @return whether to try again
  boolean again() throws InterruptedException {
    if (System.nanoTime() - deadline >= 0) {
      return false;
    }
    long nanos = next.toNanos();
    Thread.sleep(Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2)));
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return true;
  }
}
