// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Folds;
import io.berth.console.PlainLog;
import io.berth.console.Theme;
import io.berth.engine.RunListener;
import picocli.CommandLine.ParseResult;

/// Chooses how a run is shown, and owns what that needs while it lasts.
final class Display implements AutoCloseable {

  private final RunListener listener;

  private Display(RunListener listener) {
    this.listener = listener;
  }

  static void declare(Options options) {
    options
        .flag("print one JSON object a line: every event and every piece of output", "--json")
        .flag("print plain lines, as for a log file", "--plain")
        .flag("use no colours", "--no-color");
  }

  static Display open(ParseResult line, Invocation invocation) {
    Theme theme = Colours.theme(line, invocation, invocation.tty().out());
    return new Display(
        new PlainLog(
            invocation.out().stream(), theme, Folds.of(invocation.env()), invocation.tty().out()));
  }

  RunListener listener() {
    return listener;
  }

  @Override
  public void close() {}
}
