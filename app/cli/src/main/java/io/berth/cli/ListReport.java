// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Role;
import io.berth.console.Table;
import io.berth.console.Theme;
import io.berth.expressions.Json;
import io.berth.run.Overview;
import io.berth.run.Overview.Listed;
import io.berth.run.Overview.ListedJob;
import java.util.ArrayList;
import java.util.List;

/// The workflows of a folder, for people and for machines.
record ListReport(Overview overview) {

  String text(Theme theme) {
    var text = new StringBuilder();
    for (Listed workflow : overview.workflows()) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(theme.paint(Role.TITLE, Table.clean(workflow.name())));
      text.append(workflow.name().equals(workflow.file()) ? "" : "  " + workflow.file());
      text.append("  on ").append(String.join(", ", workflow.events())).append('\n');
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("  JOB", "NAME", "NEEDS", "RUNS ON", "LEGS"));
      workflow.jobs().forEach(job -> rows(job, "  ", rows));
      Table.rows(rows, theme).forEach(row -> text.append(row).append('\n'));
    }
    return text.toString();
  }

  private static void rows(ListedJob job, String indent, List<List<String>> rows) {
    String where = job.calls().isEmpty() ? String.join(", ", job.labels()) : job.calls();
    String legs = job.legs().isEmpty() ? job.late() : Integer.toString(job.legs().size());
    rows.add(
        List.of(
            indent + job.id(),
            job.name().equals(job.id()) ? "" : job.name(),
            String.join(", ", job.needs()),
            where,
            legs));
    job.jobs().forEach(nested -> rows(nested, indent + "  ", rows));
  }

  /// Returns one JSON object: `{"workflows": [...]}`.
  String json() {
    var out = new StringBuilder("{\"workflows\":[");
    String separator = "";
    for (Listed workflow : overview.workflows()) {
      Json.quote(workflow.file(), out.append(separator).append("{\"file\":"));
      Json.quote(workflow.name(), out.append(",\"name\":"));
      texts("events", workflow.events(), out.append(','));
      jobs(workflow.jobs(), out.append(','));
      out.append('}');
      separator = ",";
    }
    return out.append("]}\n").toString();
  }

  private static void jobs(List<ListedJob> jobs, StringBuilder out) {
    out.append("\"jobs\":[");
    String separator = "";
    for (ListedJob job : jobs) {
      Json.quote(job.id(), out.append(separator).append("{\"job\":"));
      Json.quote(job.name(), out.append(",\"name\":"));
      out.append(",\"line\":").append(job.line()).append(',');
      texts("needs", job.needs(), out);
      texts("labels", job.labels(), out.append(','));
      texts("legs", job.legs(), out.append(','));
      Json.quote(job.late(), out.append(",\"lateMatrix\":"));
      Json.quote(job.calls(), out.append(",\"calls\":"));
      jobs(job.jobs(), out.append(','));
      out.append('}');
      separator = ",";
    }
    out.append(']');
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
