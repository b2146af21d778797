// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import picocli.CommandLine.ParseResult;

/// `berth version`.
final class VersionCommand implements Command {

  @Override
  public void declare(Options options) {
    options.flag("print one JSON object", "--json");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    Build build = Build.running();
    invocation.out().print(Options.has(line, "--json") ? build.json() : build.text());
    return 0;
  }
}
