// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A piece of configuration, free of the format it was written in.
public sealed interface Setting {

  /// A string. Sizes, durations and integers above 2^53 are strings too.
  record Text(String value) implements Setting {

    /// Reads it as a time: `500ms`, `30s`, `5m` or `1h`. Empty if it is none, or zero.
    public Optional<Duration> duration() {
      int digits = 0;
      while (digits < value.length() && digits < 9 && Character.isDigit(value.charAt(digits))) {
        digits++;
      }
      long number = digits == 0 ? 0 : Long.parseLong(value, 0, digits, 10);
      Duration duration =
          switch (value.substring(digits)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ZERO;
          };
      return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }
  }

  /// A number.
  record Amount(BigDecimal value) implements Setting {}

  /// True or false.
  record Flag(boolean value) implements Setting {}

  /// A list.
  record Items(List<Setting> values) implements Setting {

    public Items {
      values = List.copyOf(values);
    }
  }

  /// Named settings, in the order in which they were written.
  record Section(Map<String, Setting> entries) implements Setting {

    /// Nothing set.
    public static final Section EMPTY = new Section(Map.of());

    public Section {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }
}
