// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// When a plugin that died is started again: after 1, 2, 4 … 30 seconds, and not any more after its
/// fifth death in 10 minutes.
///
/// @param deaths those of the last 10 minutes, the oldest first
record Restarts(List<Instant> deaths) {

  static final Restarts NONE = new Restarts(List.of());

  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MOST = 5;

  Restarts {
    deaths = List.copyOf(deaths);
  }

  /// Returns what is known after a death.
  Restarts died(Instant now) {
    List<Instant> recent = new ArrayList<>();
    for (Instant death : deaths) {
      if (death.plus(REMEMBERED).isAfter(now)) {
        recent.add(death);
      }
    }
    recent.add(now);
    return new Restarts(recent);
  }

  /// Returns whether it died too often.
  boolean isOver() {
    return deaths.size() >= MOST;
  }

  /// Returns how long to wait before the next start.
  Duration pause() {
    Duration pause = Duration.ofSeconds(1L << Math.clamp(deaths.size() - 1L, 0, 5));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
