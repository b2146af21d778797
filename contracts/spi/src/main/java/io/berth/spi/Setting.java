// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A piece of configuration, free of the format it was written in.
public sealed interface Setting {

  /// A string. Sizes, durations and integers above 2^53 are strings too.
  record Text(String value) implements Setting {}

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
