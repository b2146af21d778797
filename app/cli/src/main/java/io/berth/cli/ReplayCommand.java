// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Sources;
import picocli.CommandLine.ParseResult;

/// `berth replay`.
final class ReplayCommand implements Command {

  @Override
  public void declare(Options options) {
    options.parameter("1", "RUN", "its id, the beginning of it, or `latest`");
    Display.declare(options);
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    String run = line.matchedPositionalValue(0, "");
    var stored = Folders.of(invocation).runs().find(run);
    try (Display display = Display.open(line, invocation, Sources.NONE)) {
      stored.replay(display.listener());
    }
    LogsCommand.remarkCut(stored, invocation);
    return 0;
  }
}
