// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Graph;
import io.berth.console.GraphNotation;
import io.berth.console.GraphSvg;
import io.berth.console.GraphText;
import io.berth.console.Role;
import io.berth.console.Theme;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.run.Overview;
import io.berth.run.Overview.Listed;
import io.berth.run.Overview.ListedJob;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `berth graph`.
final class GraphCommand implements Command {

  private static final int MOST = 12;
  private static final List<String> FORMATS = List.of("text", "svg", "mermaid", "dot", "json");

  @Override
  public boolean readsActFiles() {
    return true;
  }

  @Override
  public void declare(Options options) {
    ExecOptions.declare(options);
    options.value("FORM", "`text` (default), `svg`, `mermaid`, `dot` or `json`", "--format");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    String format = line.matchedOptionValue("--format", "text");
    if (!FORMATS.contains(format)) {
      throw new BerthException(
          new BerthError(
              ErrorCode.USAGE,
              "there is no graph in the form `" + format + "`",
              "ask for `text`, `svg`, `mermaid`, `dot` or `json`",
              null,
              NearMiss.of(format, FORMATS)));
    }
    Overview overview = ListCommand.overview(line, invocation);
    String text =
        switch (format) {
          case "svg" -> GraphSvg.of(graphs(overview));
          case "mermaid" -> GraphNotation.mermaid(graphs(overview));
          case "dot" -> GraphNotation.dot(graphs(overview));
          case "json" -> new ListReport(overview).json();
          default -> text(overview, Colours.theme(line, invocation, invocation.tty().out()));
        };
    invocation.out().print(text);
    return 0;
  }

  static void print(Overview overview, ParseResult line, Invocation invocation) {
    Theme theme = Colours.theme(line, invocation, invocation.tty().out());
    invocation.out().print(text(overview, theme));
  }

  private static String text(Overview overview, Theme theme) {
    var text = new StringBuilder();
    for (Graph graph : graphs(overview)) {
      text.append(text.isEmpty() ? "" : "\n").append(theme.paint(Role.TITLE, graph.title()));
      text.append("  ").append(graph.subtitle()).append("\n\n");
      GraphText.rows(graph, theme).forEach(row -> text.append(row).append('\n'));
    }
    return text.toString();
  }

  private static List<Graph> graphs(Overview overview) {
    List<Graph> graphs = new ArrayList<>();
    for (Listed workflow : overview.workflows()) {
      String events = "on " + String.join(", ", workflow.events());
      boolean named = !workflow.name().equals(workflow.file());
      graphs.add(
          new Graph(
              workflow.name(),
              named ? workflow.file() + " · " + events : events,
              workflow.jobs().stream().map(GraphCommand::node).toList()));
    }
    return graphs;
  }

  private static Graph.Node node(ListedJob job) {
    List<String> lines = new ArrayList<>();
    Graph.Kind kind = Graph.Kind.JOB;
    if (!job.labels().isEmpty()) {
      lines.add(String.join(", ", job.labels()));
    }
    if (!job.calls().isEmpty()) {
      kind = Graph.Kind.CALL;
      lines.add("calls " + job.calls());
      job.jobs().forEach(nested -> nested(nested, "• ", lines));
    }
    if (!job.legs().isEmpty()) {
      kind = Graph.Kind.MATRIX;
      job.legs().forEach(leg -> lines.add("· " + leg));
    } else if (!job.late().isEmpty()) {
      kind = Graph.Kind.MATRIX;
      lines.add("· " + job.late());
    }
    if (lines.size() > MOST) {
      int more = lines.size() - MOST + 1;
      lines.subList(MOST - 1, lines.size()).clear();
      lines.add("… and " + more + " more");
    }
    return new Graph.Node(job.id(), job.name(), lines, kind, job.needs());
  }

  private static void nested(ListedJob job, String mark, List<String> lines) {
    String legs = job.legs().isEmpty() ? "" : " ×" + job.legs().size();
    String needs = job.needs().isEmpty() ? "" : " ← " + String.join(", ", job.needs());
    lines.add(mark + job.name() + legs + needs);
    job.jobs().forEach(nested -> nested(nested, "  " + mark, lines));
  }
}
