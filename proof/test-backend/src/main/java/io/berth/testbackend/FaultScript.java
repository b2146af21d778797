// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which promises are broken.
///
/// @param faults the faults
record FaultScript(Set<Fault> faults) {

  /// The key of a label and of the configuration.
  static final String KEY = "faults";

  static final FaultScript NONE = new FaultScript(Set.of());

  FaultScript {
    faults = Set.copyOf(faults);
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  FaultScript and(FaultScript other) {
    Set<Fault> all = EnumSet.noneOf(Fault.class);
    all.addAll(faults);
    all.addAll(other.faults);
    return new FaultScript(all);
  }

  /// Returns the names of faults, separated by commas, as settings.
  static Setting.Section section(String text) {
    List<Setting> items = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      if (!word.isBlank()) {
        items.add(new Setting.Text(word.strip()));
      }
    }
    return items.isEmpty()
        ? Setting.Section.EMPTY
        : new Setting.Section(Map.of(KEY, new Setting.Items(items)));
  }

  /// Reads the faults of settings.
  ///
  /// @param violations is given all that is wrong
  static FaultScript read(
      Setting.Section section, Set<String> otherKeys, List<Violation> violations) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    section
        .entries()
        .forEach(
            (key, value) -> {
              if (key.equals(KEY) && value instanceof Setting.Items items) {
                read(items, faults, violations);
              } else if (key.equals(KEY)) {
                violations.add(
                    new Violation(KEY, "`faults` is no list", "write `faults: [create-fails]`"));
              } else if (!otherKeys.contains(key)) {
                violations.add(
                    new Violation(key, "`" + key + "` is not a key here", "remove `" + key + "`"));
              }
            });
    return new FaultScript(faults);
  }

  private static void read(Setting.Items items, Set<Fault> faults, List<Violation> violations) {
    for (int i = 0; i < items.values().size(); i++) {
      Fault fault =
          items.values().get(i) instanceof Setting.Text text ? Fault.of(text.value()) : null;
      if (fault == null) {
        violations.add(
            new Violation(
                KEY + "[" + i + "]",
                "there is no fault `" + items.values().get(i) + "`",
                "see docs/reference/plugin-verify.md for what there is"));
      } else {
        faults.add(fault);
      }
    }
  }
}
