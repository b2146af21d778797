// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.cli.PlannedRuns.Fate;
import io.berth.cli.PlannedRuns.PlannedJob;
import io.berth.cli.PlannedRuns.PlannedRun;
import io.berth.console.ErrorText;
import io.berth.console.Role;
import io.berth.console.Theme;
import io.berth.engine.JobKey;
import io.berth.expressions.Json;
import io.berth.model.BerthError;
import java.util.List;

/// What would run, for people and for machines.
///
/// @param runs one for each workflow
/// @param remarks what concerns no run
record PlanReport(List<PlannedRun> runs, List<String> remarks) {

  String text(Theme theme, ErrorText errors) {
    var text = new StringBuilder();
    remarks.forEach(remark -> text.append("notice: ").append(remark).append('\n'));
    boolean assumed = false;
    for (PlannedRun run : runs) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(theme.paint(Role.TITLE, run.info().workflowName()));
      text.append(
          run.info().workflowName().equals(run.info().workflowFile())
              ? ""
              : " " + run.info().workflowFile());
      text.append(" on ").append(run.info().event()).append('\n');
      run.notices().forEach(notice -> text.append("  notice: ").append(notice).append('\n'));
      for (PlannedJob job : run.jobs()) {
        job(job, theme, errors, text);
        assumed |= !job.info.needs().isEmpty();
      }
    }
    if (assumed) {
      text.append("\nJobs that need others are shown as if those had succeeded without outputs.\n");
    }
    return text.toString();
  }

  private static void job(PlannedJob job, Theme theme, ErrorText errors, StringBuilder text) {
    String name = job.info.name();
    String key = job.info.key().value();
    text.append("  ").append(name).append(name.equals(key) ? "" : " (" + key + ")");
    String word =
        switch (job.fate) {
          case RUNS -> "";
          case SKIPPED -> theme.paint(Role.SKIPPED, "skipped");
          case REFUSED -> theme.paint(Role.FAILURE, "fails before its first step");
        };
    text.append(word.isEmpty() ? "" : ": " + word).append('\n');
    row("runs on", String.join(", ", job.labels), text);
    row("needs", words(job.info.needs()), text);
    BerthError error = job.error;
    if (error != null) {
      errors.error(error).forEach(line -> text.append("    ").append(line).append('\n'));
    }
    for (int i = 0; i < job.steps.size() && job.fate == Fate.RUNS; i++) {
      row(i == 0 ? "steps" : "", job.steps.get(i), text);
    }
  }

  private static void row(String about, String value, StringBuilder text) {
    if (!value.isEmpty()) {
      text.append("    ").append(about).repeat(' ', 9 - about.length()).append(value).append('\n');
    }
  }

  private static String words(List<JobKey> keys) {
    return String.join(", ", keys.stream().map(JobKey::value).toList());
  }

  /// Returns one JSON object: `{"runs": [...]}`.
  String json() {
    var out = new StringBuilder("{\"runs\":[");
    String separator = "";
    for (PlannedRun run : runs) {
      Json.quote(run.info().workflowFile(), out.append(separator).append("{\"workflowFile\":"));
      Json.quote(run.info().workflowName(), out.append(",\"workflowName\":"));
      Json.quote(run.info().event(), out.append(",\"event\":"));
      texts("notices", run.notices(), out.append(','));
      out.append(",\"jobs\":[");
      String between = "";
      for (PlannedJob job : run.jobs()) {
        json(job, out.append(between));
        between = ",";
      }
      out.append("]}");
      separator = ",";
    }
    return out.append("]}\n").toString();
  }

  private static void json(PlannedJob job, StringBuilder out) {
    Json.quote(job.info.key().value(), out.append("{\"job\":"));
    Json.quote(job.info.id(), out.append(",\"id\":"));
    Json.quote(job.info.name(), out.append(",\"name\":"));
    out.append(",\"line\":").append(job.info.line()).append(',');
    texts("needs", job.info.needs().stream().map(JobKey::value).toList(), out);
    texts("labels", job.labels, out.append(','));
    texts("steps", job.steps, out.append(','));
    Json.quote(job.fate.word(), out.append(",\"fate\":"));
    BerthError error = job.error;
    if (error != null) {
      Json.quote(error.code().id(), out.append(",\"code\":"));
      Json.quote(error.problem(), out.append(",\"problem\":"));
    }
    out.append('}');
  }

  private static void texts(String name, List<String> texts, StringBuilder out) {
    out.append('"').append(name).append("\":[");
    String separator = "";
    for (String text : texts) {
      Json.quote(text, out.append(separator));
      separator = ",";
    }
    out.append(']');
  }
}
