// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.backend.host.HostBackend;
import io.berth.engine.RunListener;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.run.Cancellation;
import io.berth.run.Exec;
import io.berth.run.ExecRequest;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.WorkspaceContent;
import io.berth.run.Surroundings;
import io.berth.spi.Backend;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// `berth exec`.
final class ExecCommand implements Command {

  @Override
  public void declare(Options options) {
    options
        .value("DIR", "use the workflows of this folder (default: the current one)", "-C")
        .value("PATH", "run this workflow file, or those of this folder", "-W", "--workflows")
        .value("NAME", "the event that the workflows answer", "-e", "--event")
        .value("FILE", "the payload of the event, as JSON", "--eventpath")
        .value("ID", "run only this job and those that it needs", "-j", "--job")
        .values("KEY:VALUE", "run only the matrix legs with this value", "--matrix")
        .values("KEY=VALUE", "an input of the workflow", "--input")
        .values("NAME=VALUE", "a variable of the environment of every step", "--env")
        .values("FILE", "a file of such variables, one a line", "--env-file")
        .values("NAME=VALUE", "a variable of the `vars` context", "--var")
        .values("FILE", "a file of such variables, one a line", "--var-file")
        .values("NAME[=VALUE]", "a secret; without a value from the environment", "-s", "--secret")
        .values("FILE", "a file of secrets, one a line", "--secret-file")
        .value("ID", "where jobs run (default: host)", "--backend")
        .value("N", "how many jobs run at a time (default: one for each core)", "--jobs")
        .value("KIND", "what steps find: `copy` of the folder (default), `empty`", "--workspace")
        .flag("decide everything and run nothing", "--dry-run")
        .flag("leave the workspaces behind and say where they are", "--keep");
    Display.declare(options);
  }

  @Override
  @SuppressWarnings("NullAway") // the class file of a compact constructor lost the `@Nullable`
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    HostBackend.prepare();
    ExecRequest request = request(line, invocation);
    Folders folders = Folders.of(invocation);
    var surroundings =
        new Surroundings(
            invocation.env(),
            folders.state(),
            id -> backend(id, folders, invocation),
            InstantSource.system());
    var cancellation = new Cancellation();
    try (Display display = Display.open(line, invocation, new FileSources(request.directory()));
        Interrupts _ = Interrupts.call(cancellation::request)) {
      RunListener listener = display.listener();
      return Exec.run(request, surroundings, listener, cancellation).code();
    }
  }

  private static ExecRequest request(ParseResult line, Invocation invocation) {
    List<BerthError> errors = new ArrayList<>();
    int jobs = jobs(line, errors);
    WorkspaceContent workspace = workspace(line, errors);
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    Path directory = path(line, "-C", invocation);
    return new ExecRequest(
        directory == null ? invocation.directory() : directory,
        new ExecRequest.Selection(
            path(line, "--workflows", invocation),
            line.matchedOptionValue("--event", null),
            path(line, "--eventpath", invocation),
            line.matchedOptionValue("--job", null),
            Options.all(line, "--matrix")),
        new ExecRequest.Values(
            Options.all(line, "--input"),
            assignments(line, "--env", "--env-file", invocation),
            assignments(line, "--var", "--var-file", invocation),
            assignments(line, "--secret", "--secret-file", invocation)),
        new ExecRequest.Placement(
            line.matchedOptionValue("--backend", null),
            jobs,
            workspace,
            Options.has(line, "--keep")),
        Options.has(line, "--dry-run"));
  }

  private static @Nullable Backend backend(String id, Folders folders, Invocation invocation) {
    return switch (id) {
      case "host" -> {
        HostBackend.prepare();
        yield new HostBackend(folders.work(), invocation.env());
      }
      default -> null;
    };
  }

  private static int jobs(ParseResult line, List<BerthError> errors) {
    String given = line.matchedOptionValue("--jobs", null);
    if (given == null) {
      return 0;
    }
    try {
      int jobs = Integer.parseInt(given);
      if (jobs > 0) {
        return jobs;
      }
    } catch (NumberFormatException e) {
      // told below, as for any other value that is no count
    }
    errors.add(
        BerthError.of(
            ErrorCode.USAGE,
            "`--jobs " + given + "` is not a number of jobs",
            "give a whole number from 1 on"));
    return 0;
  }

  private static WorkspaceContent workspace(ParseResult line, List<BerthError> errors) {
    String given = line.matchedOptionValue("--workspace", "copy");
    return switch (given) {
      case "copy" -> WorkspaceContent.COPY;
      case "empty" -> WorkspaceContent.EMPTY;
      default -> {
        errors.add(
            new BerthError(
                ErrorCode.USAGE,
                "`--workspace " + given + "` is neither `copy` nor `empty`",
                null,
                null,
                NearMiss.of(given, List.of("copy", "empty"))));
        yield WorkspaceContent.COPY;
      }
    };
  }

  private static Assignments assignments(
      ParseResult line, String given, String files, Invocation invocation) {
    List<Path> paths = new ArrayList<>();
    for (String file : Options.all(line, files)) {
      paths.add(invocation.directory().resolve(file));
    }
    return new Assignments(Options.all(line, given), paths);
  }

  private static @Nullable Path path(ParseResult line, String option, Invocation invocation) {
    String given = line.matchedOptionValue(option, null);
    return given == null ? null : invocation.directory().resolve(given);
  }
}
