// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.backend.host.HostBackend;
import io.berth.run.Cancellation;
import io.berth.run.Exec;
import io.berth.run.ExecRequest;
import picocli.CommandLine.ParseResult;

/// `berth exec`.
final class ExecCommand implements Command {

  @Override
  public void declare(Options options) {
    ExecOptions.declare(options);
    options
        .flag("decide everything and run nothing; see also `berth plan`", "--dry-run")
        .flag("leave the workspaces behind and say where they are", "--keep");
    Display.declare(options);
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    HostBackend.prepare();
    ExecRequest request = ExecOptions.request(line, invocation, Options.has(line, "--dry-run"));
    var cancellation = new Cancellation();
    try (Display display = Display.open(line, invocation, new FileSources(request.directory()));
        Interrupts _ = Interrupts.call(cancellation::request)) {
      return Exec.run(
              request,
              ExecOptions.surroundings(invocation, Folders.of(invocation).state()),
              display.listener(),
              cancellation)
          .code();
    }
  }
}
