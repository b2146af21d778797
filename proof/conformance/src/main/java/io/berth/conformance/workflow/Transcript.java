// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// All that a run told, to be compared with what another one did: events and log of each step, of
/// each job and of the run, and what was printed beside them.
///
/// @param repository where it ran
/// @param output what it printed
record Transcript(Path repository, String output) {

  static final Transcript NONE = new Transcript(Path.of("none"), "");

  private static final Pattern RUN = Pattern.compile("\"run\":\"([^\"]+)\"");

  /// When it was, which ports were free, what number a process had, and what environments that
  /// outlive their makers are told apart by.
  private static final Pattern PASSING =
      Pattern.compile(
          "\"sequence\":\\d+,|\"time\":\"[^\"]*\","
              + "|(?<=127\\.0\\.0\\.1:)\\d+|(?<=: line \\d{1,9}:) +\\d+(?= Killed)"
              + "|(?<=berth_[-.\\w]{1,200})_[0-9a-f]{32}\\b");

  /// Returns where another run told something else, in words.
  List<String> differences(Transcript other) {
    var mine = told();
    var others = other.told();
    Set<String> tellers = new LinkedHashSet<>(mine.keySet());
    tellers.addAll(others.keySet());
    List<String> differences = new ArrayList<>();
    for (var teller : tellers) {
      var rows = mine.getOrDefault(teller, List.of());
      var otherRows = others.getOrDefault(teller, List.of());
      if (!rows.equals(otherRows)) {
        differences.add(teller + ": " + difference(rows, otherRows));
      }
    }
    return differences;
  }

  private static String difference(List<String> rows, List<String> others) {
    var at = 0;
    while (at < Math.min(rows.size(), others.size()) && rows.get(at).equals(others.get(at))) {
      at++;
    }
    return "row " + (at + 1) + "\n    - " + row(rows, at) + "\n    + " + row(others, at);
  }

  private static String row(List<String> rows, int at) {
    return at < rows.size() ? rows.get(at) : "(none)";
  }

  /// The rows by what they are about: those of several steps at once come in any order, as do
  /// events and log of one step.
  private Map<String, List<String>> told() {
    Map<String, List<String>> told = new LinkedHashMap<>();
    for (var line : lasting().split("\n", -1)) {
      try {
        var row = Json.parse(line);
        told.computeIfAbsent(teller(row), _ -> new ArrayList<>()).add(Json.print(sorted(row)));
      } catch (JsonException e) {
        told.computeIfAbsent("beside the rows", _ -> new ArrayList<>()).add(line);
      }
    }
    return told;
  }

  private String lasting() {
    var folder = repository.getFileName().toString();
    var text =
        PASSING
            .matcher(output)
            .replaceAll("")
            .replace(repository + "/", "")
            .replace(folder, "<repository>");
    var run = RUN.matcher(text);
    return run.find()
        ? text.replace(run.group(1), "<run>").replace(run.group(1).replace("-", ""), "<run>")
        : text;
  }

  private static String teller(Value row) {
    var job = Values.member(row, "job").asString();
    var step = Values.member(row, "step").asString();
    var about =
        switch (Values.member(row, "type").asString()) {
          case "log" -> " log";
          case "job.fact" -> " fact " + Json.print(Values.member(row, "arguments"));
          default -> "";
        };
    return (job.isEmpty() ? "the run" : "job " + job)
        + (step.isEmpty() ? "" : " step " + step)
        + about;
  }

  private static Value sorted(Value value) {
    return switch (value) {
      case Value.ObjectValue object -> {
        Map<String, Value> members = new TreeMap<>();
        object.members().forEach((name, member) -> members.put(name, sorted(member)));
        yield Value.caseSensitiveObject(members);
      }
      case Value.ArrayValue(var items) ->
          Value.array(items.stream().map(Transcript::sorted).toList());
      case Value.NullValue _, Value.BooleanValue _, Value.NumberValue _, Value.StringValue _ ->
          value;
    };
  }
}
