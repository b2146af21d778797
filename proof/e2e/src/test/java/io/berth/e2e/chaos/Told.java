// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.chaos;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run told in JSON, as far as it is the same each time.
///
/// @param steps the log of every step and how it ended, by its number; of the first, which names
///     folders, only the end
/// @param errors why jobs could not go on
record Told(Map<String, List<String>> steps, List<String> errors) {

  static Told of(String output) {
    Map<String, List<String>> steps = new LinkedHashMap<>();
    List<String> errors = new ArrayList<>();
    for (String line : output.split("\n", -1)) {
      Value row;
      try {
        row = Json.parse(line);
      } catch (JsonException e) {
        continue;
      }
      String step = text(row, "step");
      List<String> told = steps.computeIfAbsent(step, _ -> new ArrayList<>());
      switch (text(row, "type")) {
        case "log" -> {
          if (!step.equals("1")) {
            told.add(text(row, "text"));
          }
        }
        case "step.finished" -> told.add("= " + text(row, "conclusion"));
        case "job.finished" -> {
          Value error = member(row, "error");
          errors.add((text(error, "code") + " " + text(error, "problem")).strip());
        }
        default -> {}
      }
    }
    steps.remove("");
    errors.removeIf(String::isEmpty);
    return new Told(steps, errors);
  }

  /// Returns whether the job has begun, so that the plugin was there.
  static boolean hasBegun(String output) {
    return output.contains("\"job.started\"");
  }

  private static Value member(Value row, String name) {
    return row instanceof Value.ObjectValue object
        ? object.members().getOrDefault(name, Value.NULL)
        : Value.NULL;
  }

  private static String text(Value row, String name) {
    return member(row, name).asString();
  }

  /// Returns where another run told something else, or an empty text.
  String difference(Told other) {
    for (Map.Entry<String, List<String>> step : steps.entrySet()) {
      List<String> mine = step.getValue();
      List<String> others = other.steps.getOrDefault(step.getKey(), List.of());
      int at = 0;
      while (at < Math.min(mine.size(), others.size()) && mine.get(at).equals(others.get(at))) {
        at++;
      }
      if (at < Math.max(mine.size(), others.size())) {
        return "step "
            + step.getKey()
            + ", line "
            + (at + 1)
            + ": "
            + line(mine, at)
            + " and then "
            + line(others, at);
      }
    }
    return other.steps.keySet().equals(steps.keySet()) ? "" : "steps " + other.steps.keySet();
  }

  private static String line(List<String> lines, int at) {
    return at < lines.size() ? "`" + lines.get(at) + "`" : "nothing";
  }
}
