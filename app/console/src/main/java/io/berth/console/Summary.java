// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.engine.StepKey;
import java.util.ArrayList;
import java.util.List;

/// The beginning of what a step wrote to its summary.
///
/// @param step who wrote it
/// @param lines its first lines, as they were written
/// @param more how many lines follow
record Summary(StepKey step, List<String> lines, int more) {

  /// How many lines of one summary are shown.
  private static final int MOST_LINES = 40;

  private static final int LONGEST_LINE = 2000;

  Summary {
    lines = List.copyOf(lines);
  }

  static Summary of(StepKey step, String markdown) {
    List<String> lines = new ArrayList<>();
    int more = 0;
    for (String line : markdown.stripTrailing().split("\n", -1)) {
      if (lines.size() < MOST_LINES) {
        lines.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line);
      } else {
        more++;
      }
    }
    return new Summary(step, lines, more);
  }
}
