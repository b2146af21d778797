// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import io.berth.conformance.workflow.Expected.JobDetail;
import io.berth.conformance.workflow.Expected.StepDetail;
import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Finds every difference between what must come of a case and what came.
final class Comparison {

  /// Stands between the level of an annotation and a part of its message.
  private static final String PART = " ~ ";

  private final CaseFile given;
  private final Observed observed;
  private final List<String> differences = new ArrayList<>();

  private Comparison(CaseFile given, Observed observed) {
    this.given = given;
    this.observed = observed;
  }

  /// Returns the differences in words, none if the case passes.
  static List<String> of(CaseFile given, Observed observed) {
    var comparison = new Comparison(given, observed);
    given.expected().forEach(comparison::compare);
    comparison.compareJobNames();
    if (!comparison.differences.isEmpty() && !observed.said().isBlank()) {
      comparison.differences.add("the program says: " + observed.said().strip());
    }
    return comparison.differences;
  }

  private void compare(Expected expected) {
    switch (expected) {
      case Expected.Exit(var status) -> {
        if (status != observed.exit()) {
          differ("exit status", status, observed.exit());
        }
      }
      case Expected.Says(var text) -> {
        if (!observed.said().contains(text)) {
          differences.add("the program does not say `" + text + "`");
        }
      }
      case Expected.Nowhere(var text) -> {
        if (observed.output().contains(text)) {
          differences.add("`" + text + "` was printed and must not be");
        }
      }
      case Expected.Refuses refuses -> {
        if (observed.messages().stream().noneMatch(message -> fits(refuses, message))) {
          differences.add("the program does not refuse " + refuses);
        }
      }
      case Expected.Title(var text) -> same("title", text, observed.title());
      case Expected.Notice(var text) ->
          contains("the notices", String.join("\n", observed.notices()), text);
      case Expected.Before(var first, var then) -> {
        var jobs = observed.jobs();
        var one = jobs.get(first);
        var other = jobs.get(then);
        if (one == null || other == null || !one.isOverBefore(other)) {
          differences.add("`" + first + "` must be over before `" + then + "` begins");
        }
      }
      case Expected.Apart(var first, var second) -> {
        var one = observed.jobs().get(first);
        var other = observed.jobs().get(second);
        if (one == null || other == null || !(one.isOverBefore(other) || other.isOverBefore(one))) {
          differences.add("`" + first + "` and `" + second + "` must not run at one time");
        }
      }
      case Expected.OfJob ofJob -> compare(ofJob);
    }
  }

  private void compareJobNames() {
    Set<String> expected = new LinkedHashSet<>();
    for (var line : given.expected()) {
      if (line instanceof Expected.OfJob ofJob) {
        expected.add(ofJob.name());
      }
    }
    if (!expected.isEmpty() && !expected.equals(observed.jobs().keySet())) {
      differ("jobs", expected, observed.jobs().keySet());
    }
  }

  private void compare(Expected.OfJob expected) {
    var job = observed.jobs().get(expected.name());
    if (job == null) {
      return; // reported with the names of the jobs
    }
    var where = "job " + expected.name() + ": ";
    same(where + "conclusion", expected.conclusion(), member(job.end(), "conclusion"));
    for (var detail : expected.details()) {
      switch (detail) {
        case JobDetail.Outputs(var values) ->
            same(where + "outputs", new TreeMap<>(values), outputs(job));
        case JobDetail.Matrix(var json) ->
            same(where + "matrix", json, Json.print(Values.member(job.announced(), "matrix")));
        case JobDetail.Labels(var joined) -> same(where + "labels", joined, labels(job));
        case JobDetail.MayFail() ->
            same(where + "may fail", "true", member(job.end(), "failureAllowed"));
        case JobDetail.Complaint(var text) -> contains(where + "error", error(job), text);
        case JobDetail.OfStep step -> compare(where, job, step);
      }
    }
  }

  private void compare(String job, Observed.Job ran, JobDetail.OfStep expected) {
    var where = job + "step " + expected.name() + ": ";
    var found = step(ran, expected.name());
    if (found.isEmpty()) {
      differences.add(where + "there is no such step");
      return;
    }
    var step = found.get();
    same(where + "outcome", expected.outcome(), member(step.end(), "outcome"));
    same(where + "conclusion", expected.conclusion(), member(step.end(), "conclusion"));
    if (expected.exit() != null) {
      same(where + "exit code", expected.exit().toString(), member(step.end(), "exitCode"));
    }
    var printed = String.join("\n", step.printed());
    for (var detail : expected.details()) {
      switch (detail) {
        case StepDetail.Prints(var lines) -> same(where + "output", lines, step.printed());
        case StepDetail.Contains(var text) -> contains(where + "output", printed, text);
        case StepDetail.Lacks(var text) -> {
          if (printed.contains(text)) {
            differences.add(where + "`" + text + "` must not be in its output:\n" + printed);
          }
        }
        case StepDetail.Header(var text) ->
            contains(where + "header", String.join("\n", step.header()), text);
        case StepDetail.Name(var text) -> same(where + "name", text, step.name());
        case StepDetail.Summary(var text) ->
            same(where + "summary", text, String.valueOf(step.summary()));
        case StepDetail.Remarks(var lines) -> {
          if (!fits(lines, step.remarks())) {
            differ(where + "annotations", lines, step.remarks());
          }
        }
      }
    }
  }

  /// Tells whether a message names the place, and says what it has to.
  private boolean fits(Expected.Refuses expected, String message) {
    var file = expected.file() == null ? given.workflow() : expected.file();
    var place = "--> " + file + ":" + expected.line() + ":" + expected.column() + "\n";
    return message.contains(place) && message.contains(expected.text());
  }

  private static boolean fits(List<String> expected, List<String> remarks) {
    var fits = expected.size() == remarks.size();
    for (int at = 0; fits && at < expected.size(); at++) {
      var line = expected.get(at);
      var mark = line.indexOf(PART);
      fits =
          mark < 0
              ? line.equals(remarks.get(at))
              : remarks.get(at).startsWith(line.substring(0, mark + 1))
                  && remarks.get(at).contains(line.substring(mark + PART.length()));
    }
    return fits;
  }

  private static Optional<Observed.Step> step(Observed.Job job, String name) {
    return job.steps().entrySet().stream()
        .filter(
            step ->
                step.getValue().id().equals(name)
                    || step.getValue().name().equals(name)
                    || Integer.toString(step.getKey() - 1).equals(name))
        .map(step -> step.getValue())
        .findFirst();
  }

  private static Object outputs(Observed.Job job) {
    return Values.members(Values.member(job.end(), "outputs"));
  }

  private static String labels(Observed.Job job) {
    return String.join(", ", Values.texts(Values.member(job.announced(), "labels")));
  }

  /// What was said against the job itself: its error, and the remarks of its own steps.
  private static String error(Observed.Job job) {
    var text = new StringBuilder(member(Values.member(job.end(), "error"), "problem"));
    for (var step : job.steps().values()) {
      if (step.id().equals("__set_up") || step.id().equals("__complete")) {
        step.remarks().forEach(remark -> text.append('\n').append(remark));
      }
    }
    return text.toString();
  }

  private static String member(Value value, String name) {
    return Values.member(value, name).asString();
  }

  private void same(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      differ(what, expected, found);
    }
  }

  private void contains(String what, String text, String part) {
    if (!text.contains(part)) {
      differences.add(what + ": `" + part + "` is missing in:\n" + text.strip());
    }
  }

  private void differ(String what, Object expected, Object found) {
    differences.add(what + ": expected " + shown(expected) + ", found " + shown(found));
  }

  private static String shown(Object value) {
    return value instanceof List<?> lines
        ? lines.stream().map(line -> "\n    | " + line).reduce("", String::concat)
        : "`" + value + "`";
  }
}
