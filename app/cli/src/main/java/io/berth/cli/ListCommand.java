// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.run.Overview;
import java.nio.file.Path;
import picocli.CommandLine.ParseResult;

/// `berth list`.
final class ListCommand implements Command {

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
    print(overview(line, invocation), line, invocation);
    return 0;
  }

  static Overview overview(ParseResult line, Invocation invocation) throws InterruptedException {
    Overview overview =
        Overview.of(
            ExecOptions.request(line, invocation, true),
            ExecOptions.surroundings(invocation, Path.of(""), null));
    overview.remarks().forEach(remark -> invocation.err().line("notice: " + remark));
    return overview;
  }

  static void print(Overview overview, ParseResult line, Invocation invocation) {
    var report = new ListReport(overview);
    invocation
        .out()
        .print(
            Options.has(line, "--json")
                ? report.json()
                : report.text(Colours.theme(line, invocation, invocation.tty().out())));
  }
}
