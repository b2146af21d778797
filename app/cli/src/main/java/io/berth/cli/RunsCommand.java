// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.expressions.Json;
import io.berth.store.RunStore;
import io.berth.store.RunSummary;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `berth runs`.
final class RunsCommand implements Command {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  @Override
  public void declare(Options options) {
    options.flag("print one JSON object a line", "--json");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    RunStore store = Folders.of(invocation).runs();
    List<RunSummary> runs = store.runs();
    var text = new StringBuilder();
    boolean json = Options.has(line, "--json");
    for (RunSummary run : runs) {
      if (json) {
        json(run, text);
      } else {
        row(run, text);
      }
    }
    invocation.out().print(text);
    if (runs.isEmpty() && !json) {
      invocation.err().line("no runs are kept; `berth exec` makes one");
    }
    return 0;
  }

  private static void row(RunSummary run, StringBuilder text) {
    String word = word(run.state());
    text.append(run.info().id()).append("  ");
    text.append(TIME.format(run.started().atZone(ZoneId.systemDefault()))).append("  ");
    text.append(word).repeat(' ', Math.max(1, 11 - word.length()));
    text.append(run.info().title()).append(" (").append(run.info().event()).append(")\n");
  }

  private static void json(RunSummary run, StringBuilder text) {
    Json.quote(run.info().id(), text.append("{\"run\":"));
    Json.quote(run.info().title(), text.append(",\"title\":"));
    Json.quote(run.info().workflowFile(), text.append(",\"workflowFile\":"));
    Json.quote(run.info().event(), text.append(",\"event\":"));
    Json.quote(run.info().ref(), text.append(",\"ref\":"));
    Json.quote(run.started().toString(), text.append(",\"started\":"));
    Json.quote(word(run.state()), text.append(",\"state\":"));
    if (run.state() instanceof RunSummary.State.Ended(Instant finished, _)) {
      Json.quote(finished.toString(), text.append(",\"finished\":"));
    }
    text.append("}\n");
  }

  private static String word(RunSummary.State state) {
    return switch (state) {
      case RunSummary.State.Live() -> "running";
      case RunSummary.State.Ended(_, var result) -> result.word();
      case RunSummary.State.Lost() -> "lost";
    };
  }
}
