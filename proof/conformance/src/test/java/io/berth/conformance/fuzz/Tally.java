// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts how often each thing occurred.
final class Tally {

  private final Map<String, Integer> counts = new TreeMap<>();

  void add(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  void add(String what, int times) {
    counts.merge(what, times, Integer::sum);
  }

  void addAll(Iterable<String> all) {
    all.forEach(this::add);
  }

  int count(String what) {
    return counts.getOrDefault(what, 0);
  }

  /// Returns the things of a group that occurred less often than `floor`.
  List<String> rarerThan(int floor, Iterable<String> all) {
    List<String> rare = new ArrayList<>();
    for (String what : all) {
      if (count(what) < floor) {
        rare.add(what + " " + count(what));
      }
    }
    return rare;
  }

  /// Returns one line for each thing, in the order of their names.
  String histogram() {
    var text = new StringBuilder();
    counts.forEach((what, count) -> text.append("%9d  %s%n".formatted(count, what)));
    return text.toString();
  }
}
