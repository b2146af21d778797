// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Theme;
import io.berth.run.Cancellation;
import io.berth.run.Exec;
import io.berth.run.ExecRequest;
import io.berth.run.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/// `berth plan`: a dry run, of which only the decisions are printed and nothing is kept.
final class PlanCommand implements Command {

  @Override
  public boolean readsActFiles() {
    return true;
  }

  @Override
  public void declare(Options options) {
    ExecOptions.declare(options);
    options.flag("print one JSON object", "--json");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    ExecRequest request = ExecOptions.request(line, invocation, true);
    boolean terminal = invocation.tty().out();
    Theme theme = Colours.theme(line, invocation, terminal);
    var planned = new PlannedRuns();
    try (var nowhere = new Nowhere()) {
      Exec.run(
          request,
          ExecOptions.surroundings(invocation, nowhere.folder(), null),
          planned,
          new Cancellation());
    }
    var report = new PlanReport(planned.runs(), planned.remarks());
    boolean json = Options.has(line, "--json");
    String text =
        json ? report.json() : report.text(theme, Program.errorText(line, invocation, terminal));
    invocation.out().print(text);
    return ExitStatus.SUCCESS.code();
  }

  /// A folder for what a dry run would keep, gone at its end.
  private static final class Nowhere implements AutoCloseable {

    private final Path folder;

    Nowhere() {
      try {
        folder = Files.createTempDirectory("berth-plan");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Path folder() {
      return folder;
    }

    @Override
    public void close() {
      try (Stream<Path> below = Files.walk(folder)) {
        for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
