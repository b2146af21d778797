// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// One option of the docker command: how it is written, who may use it, what it becomes.
///
/// @param <T> what its value is read to
/// @param names without dashes, the one to show first
/// @param letter its short form, or a blank
/// @param form what it takes
/// @param rule who may use it
/// @param use how it is read and what it becomes
record Flag<T>(List<String> names, char letter, Form form, Rule<T> rule, Use<T> use) {

  /// What an option takes.
  enum Form {
    /// Nothing, or `=true` or `=false`.
    SWITCH,
    /// A value; the last one counts.
    ONE,
    /// A value each time.
    MANY
  }

  /// How a value is read, and what it becomes in the call that creates a container.
  ///
  /// @param reading how
  /// @param becomes what, in words for the reference
  /// @param put puts it there
  record Use<T>(Reading<T> reading, String becomes, BiConsumer<T, CreateBody> put) {

    static <T> Use<T> at(String place, Reading<T> reading) {
      return new Use<>(reading, place, (value, body) -> body.set(place, value));
    }

    static <T> Use<T> list(String place, Reading<T> reading) {
      return new Use<>(reading, place, (value, body) -> body.add(place, value));
    }

    static Use<Map.Entry<String, String>> entries(
        String place, Reading<Map.Entry<String, String>> reading) {
      return new Use<>(
          reading, place, (pair, body) -> body.entry(place, pair.getKey(), pair.getValue()));
    }

    static <T> Use<T> nothing(Reading<T> reading) {
      return new Use<>(reading, "", (_, _) -> {});
    }
  }

  Flag {
    names = List.copyOf(names);
  }

  static <T> Flag<T> of(String names, Form form, Rule<T> rule, Use<T> use) {
    List<String> all = List.of(names.split(" "));
    String last = all.getLast();
    return last.length() == 1
        ? new Flag<>(all.subList(0, all.size() - 1), last.charAt(0), form, rule, use)
        : new Flag<>(all, ' ', form, rule, use);
  }

  String name() {
    return names.getFirst();
  }
}
