// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Value;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Time limits as workflows give them: minutes, fractions too.
final class Minutes {

  private static final double MILLIS = 60_000;

  private Minutes() {}

  /// Returns the duration, or `null` if the value is no number above zero.
  static @Nullable Duration of(Value value) {
    double minutes = value.asNumber();
    return Double.isFinite(minutes) && minutes > 0
        ? Duration.ofMillis(Math.max(1, Math.round(minutes * MILLIS)))
        : null;
  }

  /// Returns the number of minutes as a person writes it: `6`, `0.05`.
  static String text(Duration duration) {
    return Value.of(duration.toMillis() / MILLIS).asString();
  }
}
