// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.backend.host.HostBackend;
import io.berth.run.Cancellation;
import io.berth.run.Exec;
import io.berth.run.ExecRequest;
import io.berth.run.ExitStatus;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `berth exec`.
final class ExecCommand implements Command {

  private static final int PATIENCE = 2;

  @Override
  public void begin() {
    HostBackend.prepare();
  }

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
    ExecRequest request = ExecOptions.request(line, invocation, Options.has(line, "--dry-run"));
    var cancellation = new Cancellation();
    try (Display display =
            Display.open(line, invocation, new FileSources(List.of(request.directory())));
        Interrupts _ = Interrupts.call(() -> interrupt(cancellation, display))) {
      return Exec.run(
              request,
              ExecOptions.surroundings(invocation, Folders.of(invocation).state()),
              display.listener(),
              cancellation)
          .code();
    }
  }

  /// The first request cancels, the second kills; whoever asks once more wants their shell back.
  private static void interrupt(Cancellation cancellation, Display display) {
    cancellation.request();
    if (cancellation.requests() > PATIENCE) {
      display.close();
      Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
    }
  }
}
