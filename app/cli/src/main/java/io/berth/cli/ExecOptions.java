// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.backend.host.HostBackendFactory;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.run.ExecRequest;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.WorkspaceContent;
import io.berth.run.Surroundings;
import io.berth.spi.Backends;
import io.berth.workflow.plan.CalledWorkflows;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// What `berth exec` and `berth plan` are told about what is to run, and with what.
final class ExecOptions {

  private ExecOptions() {}

  /// Declares what both take.
  static void declare(Options options) {
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
        .values("REF=DIR", "a folder in place of an action `owner/repo@ref`", "--local-action")
        .value("URL", "the forge whose actions `owner/repo@ref` names", "--actions-url")
        .values("FROM=TO", "fetch what begins with one address from another", "--actions-mirror")
        .value("FILE", "the commits of actions (default: berth.lock, if there)", "--lock-file")
        .value("N", "how deeply workflows may call workflows (default: 10)", "--call-depth")
        .flag("fetch nothing: use the actions that were fetched before", "--offline")
        .value("KIND", "what steps find: `copy` of the folder (default), `empty`", "--workspace");
  }

  /// @param state the folder below which runs are kept
  static Surroundings surroundings(Invocation invocation, Path state) {
    return new Surroundings(invocation.env(), state, backends(invocation), InstantSource.system());
  }

  /// The backends that come with Berth; one that is not asked for is not loaded.
  private static Backends backends(Invocation invocation) {
    return new Backends(
        Map.of(
            HostBackendFactory.ID,
            () -> new HostBackendFactory(Folders.of(invocation).work(), invocation.env())));
  }

  /// Reads what was typed.
  ///
  /// @param dryRun whether nothing is to be run
  /// @throws BerthException B2000 with everything that cannot be
  static ExecRequest request(ParseResult line, Invocation invocation, boolean dryRun) {
    List<BerthError> errors = new ArrayList<>();
    int jobs = number(line, "--jobs", "jobs", 0, errors);
    int callDepth = number(line, "--call-depth", "levels", CalledWorkflows.MAX_DEPTH, errors);
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
        new ExecRequest.Actions(
            line.matchedOptionValue("--actions-url", null),
            Options.all(line, "--actions-mirror"),
            Options.all(line, "--local-action"),
            Options.has(line, "--offline"),
            path(line, "--lock-file", invocation),
            callDepth),
        dryRun);
  }

  private static int number(
      ParseResult line, String option, String what, int otherwise, List<BerthError> errors) {
    String given = line.matchedOptionValue(option, null);
    if (given == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(given);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as for any other value that is no count
    }
    errors.add(
        BerthError.of(
            ErrorCode.USAGE,
            "`" + option + " " + given + "` is not a number of " + what,
            "give a whole number from 1 on"));
    return otherwise;
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
