// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import io.berth.conformance.Program;
import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of a case, put together from the rows of `exec --json`.
final class Observed {

  private final Program.Ended ended;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final List<String> notices = new ArrayList<>();
  private final StringBuilder said = new StringBuilder();
  private String title = "";
  private int rows;

  private Observed(Program.Ended ended) {
    this.ended = ended;
  }

  /// A job that came up in the run.
  static final class Job {
    private final Value announced;
    private final Map<Integer, Step> steps = new LinkedHashMap<>();
    private int began = Integer.MAX_VALUE;
    private int finished = Integer.MAX_VALUE;
    private Value end = Value.NULL;

    private Job(Value announced) {
      this.announced = announced;
    }

    /// What `job.added` or the leg of `job.planned` said.
    Value announced() {
      return announced;
    }

    /// The row `job.finished`, or null if there was none.
    Value end() {
      return end;
    }

    Map<Integer, Step> steps() {
      return steps;
    }

    boolean isOverBefore(Job then) {
      return finished < then.began && then.began < Integer.MAX_VALUE;
    }
  }

  /// A step that came up in a job.
  static final class Step {
    private final List<String> log = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private String id = "";
    private String name = "";
    private Value end = Value.NULL;
    private @Nullable String summary;

    String id() {
      return id;
    }

    String name() {
      return name;
    }

    /// The row `step.finished`, or null if there was none.
    Value end() {
      return end;
    }

    @Nullable String summary() {
      return summary;
    }

    List<String> remarks() {
      return remarks;
    }

    /// The lines that tell what is run: all up to the end of the first group.
    List<String> header() {
      return log.subList(0, headerLines());
    }

    /// The lines that the step printed.
    List<String> printed() {
      return log.subList(headerLines(), log.size());
    }

    private int headerLines() {
      var hasHeader = !log.isEmpty() && log.getFirst().startsWith("##[group]Run ");
      return hasHeader ? log.indexOf("##[endgroup]") + 1 : 0;
    }
  }

  /// Reads what the program printed.
  static Observed of(Program.Ended ended) {
    var observed = new Observed(ended);
    for (var line : ended.output().split("\n", -1)) {
      observed.add(line);
    }
    return observed;
  }

  int exit() {
    return ended.exit();
  }

  String output() {
    return ended.output();
  }

  /// What was printed beside the rows.
  String said() {
    return said.toString();
  }

  /// The errors and warnings that were printed beside the rows, each with its lines.
  List<String> messages() {
    return List.of(said.toString().split("(?m)^(?=error|warning)"));
  }

  String title() {
    return title;
  }

  List<String> notices() {
    return notices;
  }

  /// The jobs that ended, by display name.
  Map<String, Job> jobs() {
    Map<String, Job> byName = new LinkedHashMap<>();
    for (var entry : jobs.entrySet()) {
      if (entry.getValue().finished < Integer.MAX_VALUE) {
        var name = text(entry.getValue().announced(), "name");
        byName.put(byName.containsKey(name) ? entry.getKey() : name, entry.getValue());
      }
    }
    return byName;
  }

  private void add(String line) {
    if (!line.startsWith("{\"")) {
      said.append(line).append('\n');
      return;
    }
    Value row;
    try {
      row = Json.parse(line);
    } catch (JsonException e) {
      said.append(line).append('\n');
      return;
    }
    rows++;
    switch (text(row, "type")) {
      case "run.started" -> title = text(row, "title");
      case "run.noticed" -> notices.add(text(row, "text"));
      case "job.added" -> jobs.put(text(row, "job"), new Job(row));
      case "job.planned" -> plan(row);
      case "job.started" -> job(row).began = rows;
      case "job.finished" -> {
        job(row).end = row;
        job(row).finished = rows;
      }
      case "step.added" -> {
        step(row).id = text(row, "id");
        step(row).name = text(row, "name");
      }
      case "step.started" -> step(row).name = text(row, "name");
      case "step.finished" -> step(row).end = row;
      case "step.annotated" -> step(row).remarks.add(remark(row));
      case "step.summary" -> step(row).summary = text(row, "markdown");
      case "log" -> step(row).log.add(text(row, "text"));
      default -> {} // how it was decided is not for a case to say
    }
  }

  private void plan(Value row) {
    if (Values.member(row, "legs") instanceof Value.ArrayValue(var planned)) {
      for (var leg : planned) {
        jobs.put(text(leg, "job"), new Job(leg));
      }
    }
  }

  private Job job(Value row) {
    return jobs.computeIfAbsent(text(row, "job"), _ -> new Job(row));
  }

  private Step step(Value row) {
    var number = (int) Values.member(row, "step").asNumber();
    return job(row).steps().computeIfAbsent(number, _ -> new Step());
  }

  private static String text(Value row, String member) {
    return Values.member(row, member).asString();
  }

  /// Returns an annotation as a case writes it: `warning message {file=a.c line=3 title=t}`.
  private static String remark(Value row) {
    var place = Values.member(row, "place");
    List<String> extras = new ArrayList<>();
    for (var name : List.of("file", "line", "endLine", "column", "endColumn")) {
      var value = Values.member(place, name).asString();
      if (!value.isEmpty() && !value.equals("0")) {
        extras.add(name + "=" + value);
      }
    }
    if (!text(row, "title").isEmpty()) {
      extras.add("title=" + text(row, "title"));
    }
    var message = text(row, "message").replace("\\", "\\\\").replace("\n", "\\n");
    return text(row, "level")
        + " "
        + message
        + (extras.isEmpty() ? "" : " {" + String.join(" ", extras) + "}");
  }
}
