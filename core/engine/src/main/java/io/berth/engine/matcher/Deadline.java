// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A moment after which a search is given up.
///
/// @param clock nanoseconds since some moment
/// @param end when the clock shows it, in nanoseconds
record Deadline(LongSupplier clock, long end) {

  static Deadline in(Duration time, LongSupplier clock) {
    return new Deadline(clock, clock.getAsLong() + time.toNanos());
  }

  boolean passed() {
    return clock.getAsLong() - end > 0;
  }
}
