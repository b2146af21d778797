// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.backend.host.HostBackend;
import io.berth.run.Cancellation;
import io.berth.run.Exec;
import io.berth.run.ExecRequest;
import io.berth.run.ExitStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// `berth exec`.
final class ExecCommand implements Command {

  private static final int PATIENCE = 2;

  @Override
  public void begin() {
    HostBackend.prepare();
  }

  @Override
  public boolean readsActFiles() {
    return true;
  }

  @Override
  public void declare(Options options) {
    ExecOptions.declare(options);
    options
        .flag("list the jobs and run none, as `berth list`", "-l", "--list")
        .flag("draw which jobs wait for which and run none, as `berth graph`", "-g", "--graph")
        .flag(
            "decide everything and run nothing; see also `berth plan`",
            "-n",
            "--dry-run",
            "--dryrun")
        .flag("leave the workspaces behind and say where they are", "--keep")
        .flag("run again whenever a file of the repository changes", "-w", "--watch")
        .flag("open a shell where a job failed, before all is removed", "--shell-on-failure")
        .flag("ask nothing, even at a terminal", "--no-input")
        .value(
            "DIR",
            "unpack the artifacts of the run there when it has ended",
            "--artifacts",
            "--artifact-server-path")
        .flag("serve no caches and artifacts to jobs", "--no-services")
        .flag("tell more: conditions, `::debug::` lines, commands as they are obeyed", "--debug");
    Display.declare(options);
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    if (Options.has(line, "--list")) {
      ListCommand.print(ListCommand.overview(line, invocation), line, invocation);
      return ExitStatus.SUCCESS.code();
    }
    if (Options.has(line, "--graph")) {
      GraphCommand.print(ListCommand.overview(line, invocation), line, invocation);
      return ExitStatus.SUCCESS.code();
    }
    ExecRequest request = ExecOptions.request(line, invocation, Options.has(line, "--dry-run"));
    @Nullable Keyboard person = Keyboard.of(invocation, Options.has(line, "--no-input"));
    return Options.has(line, "--watch")
        ? new ExecWatch(line, invocation, request, person).run()
        : once(line, invocation, request, person, new Cancellation());
  }

  /// Runs what was asked for one time.
  static int once(
      ParseResult line,
      Invocation invocation,
      ExecRequest request,
      @Nullable Keyboard person,
      Cancellation cancellation)
      throws InterruptedException {
    try (Display display =
            Display.open(line, invocation, new FileSources(List.of(request.directory())));
        Interrupts _ = Interrupts.call(() -> interrupt(cancellation, display, person))) {
      if (person != null) {
        person.beside(display);
      }
      return Exec.run(
              request,
              ExecOptions.surroundings(invocation, Folders.of(invocation).state(), person),
              Options.has(line, "--shell-on-failure")
                  ? display.patientListener()
                  : display.listener(),
              cancellation)
          .code();
    }
  }

  /// The first request cancels, the second kills; whoever asks once more wants their shell back.
  private static void interrupt(
      Cancellation cancellation, Display display, @Nullable Keyboard person) {
    if (person != null) {
      person.interrupt();
    }
    cancellation.request();
    if (cancellation.requests() > PATIENCE) {
      display.close();
      Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
    }
  }
}
