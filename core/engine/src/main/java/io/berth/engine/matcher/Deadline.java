// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How long a search may take. The clock is not read before somebody asks: most searches are over
/// by then. Used by one thread.
final class Deadline {

  private final LongSupplier clock;
  private final long nanos;
  private boolean running;
  private long end;

  /// @param time how long, from when it is asked for the first time
  /// @param clock nanoseconds since some moment
  Deadline(Duration time, LongSupplier clock) {
    this.nanos = time.toNanos();
    this.clock = clock;
  }

  boolean passed() {
    long now = clock.getAsLong();
    if (!running) {
      running = true;
      end = now + nanos;
    }
    return now - end > 0;
  }
}
