// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.engine.output.Masker;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.run.ExecRequest;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.WorkspaceContent;
import io.berth.run.Person;
import io.berth.run.Surroundings;
import io.berth.spi.Backends;
import io.berth.workflow.plan.CalledWorkflows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// What `berth exec` and `berth plan` are told about what is to run, and with what.
final class ExecOptions {

  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

  private ExecOptions() {}

  /// Declares what both take.
  static void declare(Options options) {
    options
        .parameter("0..1", "EVENT", "the same as `--event`")
        .value("DIR", "use the workflows of this folder (default: the current one)", "-C")
        .value("PATH", "run this workflow file, or those of this folder", "-W", "--workflows")
        .value(
            "NAME",
            "the event that the workflows answer; with a `.` or `/` in it, its payload",
            "-e",
            "--event")
        .value("FILE", "the payload of the event, as JSON", "--eventpath")
        .value("ID", "run only this job and those that it needs", "-j", "--job")
        .values("KEY:VALUE", "run only the matrix legs with this value", "--matrix")
        .values("KEY=VALUE", "an input of the workflow", "--input")
        .values("FILE", "a file of inputs, one a line (default: .input)", "--input-file")
        .values("NAME=VALUE", "a variable of the environment of every step", "--env")
        .values("FILE", "a file of such variables, one a line (default: .env)", "--env-file")
        .values("NAME=VALUE", "a variable of the `vars` context", "--var")
        .values("FILE", "a file of such variables, one a line (default: .vars)", "--var-file")
        .values(
            "NAME[=VALUE]",
            "a secret; without a value from the variable of that name, else asked for",
            "-s",
            "--secret")
        .values(
            "FILE",
            "a file of secrets, one a line (default: .secrets); `-` is standard input",
            "--secret-file")
        .value(
            "ID",
            "where jobs run: `host` (default), `docker://IMAGE`, `plugin:ADDRESS`, `plugin:COMMAND`, or configured",
            "--backend")
        .values("LABEL=IMAGE", "what a label means; only `-self-hosted`", "-P", "--platform")
        .value(
            "N",
            "how many jobs run at a time (default: one for each core)",
            "--jobs",
            "--concurrent-jobs")
        .value("FILE", "the commits of actions (default: berth.lock, if there)", "--lock-file")
        .value("KIND", "what steps find: `copy` of the folder (default), `empty`", "--workspace");
    declareSources(options);
  }

  /// Declares where actions come from.
  static void declareSources(Options options) {
    options
        .values(
            "REF=DIR",
            "a folder in place of an action `owner/repo@ref`",
            "--local-action",
            "--local-repository")
        .value("URL", "the forge whose actions `owner/repo@ref` names", "--actions-url")
        .values("FROM=TO", "fetch what begins with one address from another", "--actions-mirror")
        .value("N", "how deeply workflows may call workflows (default: 10)", "--call-depth")
        .flag(
            "fetch nothing: use the actions that were fetched before",
            "--offline",
            "--action-offline-mode");
  }

  /// @param state the folder below which runs are kept
  /// @param person who can be asked, or `null`
  static Surroundings surroundings(Invocation invocation, Path state, @Nullable Person person) {
    var masker = new Masker();
    return new Surroundings(
        invocation.env(),
        state,
        backends(invocation, masker),
        InstantSource.system(),
        person,
        masker::add);
  }

  private static Backends backends(Invocation invocation, Masker masker) {
    return new Backends(
        BuiltInBackends.of(invocation), () -> new PluginBackends(invocation, masker));
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
    Platforms.check(Options.all(line, "--platform"), errors);
    ExecRequest.Selection selection = selection(line, invocation, errors);
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    Path given = path(line, "-C", invocation);
    Path directory = given == null ? invocation.directory() : given;
    return new ExecRequest(
        directory,
        selection,
        new ExecRequest.Values(
            assignments(line, "--input", directory, invocation),
            assignments(line, "--env", directory, invocation),
            variables(line, directory, invocation),
            assignments(line, "--secret", directory, invocation)),
        new ExecRequest.Placement(
            line.matchedOptionValue("--backend", null),
            jobs,
            workspace,
            Options.has(line, "--keep"),
            Options.has(line, "--shell-on-failure")),
        new ExecRequest.Actions(
            line.matchedOptionValue("--actions-url", null),
            Options.all(line, "--actions-mirror"),
            Options.all(line, "--local-action"),
            Options.has(line, "--offline"),
            path(line, "--lock-file", invocation),
            callDepth,
            false),
        new ExecRequest.Services(
            path(line, "--artifacts", invocation), Options.has(line, "--no-services")),
        dryRun);
  }

  /// Whoever debugs need not know the variable that says so on forges.
  private static Assignments variables(ParseResult line, Path directory, Invocation invocation) {
    Assignments given = assignments(line, "--var", directory, invocation);
    if (!Options.has(line, "--debug")) {
      return given;
    }
    List<String> all = new ArrayList<>(given.given());
    all.add("ACTIONS_STEP_DEBUG=true");
    return new Assignments(all, given.files());
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

  /// No event has a dot or a slash in its name, and nearly every file that is named has: users of
  /// `act` write a payload behind `-e`.
  private static ExecRequest.Selection selection(
      ParseResult line, Invocation invocation, List<BerthError> errors) {
    @Nullable String word = line.matchedPositionalValue(0, null);
    @Nullable String given = line.matchedOptionValue("--event", null);
    Path payload = path(line, "--eventpath", invocation);
    if (given != null && (given.indexOf('.') >= 0 || given.indexOf('/') >= 0)) {
      if (payload != null) {
        errors.add(twice("`--event " + given + "` and `--eventpath` both name a payload"));
      }
      payload = invocation.directory().resolve(given);
      given = null;
    }
    if (word != null && given != null && !given.equals(word)) {
      errors.add(twice("`" + word + "` and `--event " + given + "` name two events"));
    }
    @Nullable String event = given == null ? word : given;
    return new ExecRequest.Selection(
        path(line, "--workflows", invocation),
        event,
        payload,
        line.matchedOptionValue("--job", null),
        Options.all(line, "--matrix"));
  }

  private static BerthError twice(String problem) {
    return BerthError.of(
        ErrorCode.USAGE, problem, "give one of them; the name of an event has neither `.` nor `/`");
  }

  /// Reads `--NAME` and `--NAME-file`; where no file is named, `.NAME` is one if it is there, for
  /// secrets and variables in the plural.
  private static Assignments assignments(
      ParseResult line, String option, Path directory, Invocation invocation) {
    List<Path> paths = new ArrayList<>();
    for (String file : Options.all(line, option + "-file")) {
      paths.add(file.equals("-") ? STANDARD_INPUT : invocation.directory().resolve(file));
    }
    if (paths.isEmpty()) {
      Path usual = directory.resolve(usualFile(option));
      if (Files.isRegularFile(usual)) {
        paths.add(usual);
      }
    }
    return new Assignments(Options.all(line, option), paths);
  }

  private static String usualFile(String option) {
    return switch (option) {
      case "--secret" -> ".secrets";
      case "--var" -> ".vars";
      default -> "." + option.substring(2);
    };
  }

  private static @Nullable Path path(ParseResult line, String option, Invocation invocation) {
    String given = line.matchedOptionValue(option, null);
    return given == null ? null : invocation.directory().resolve(given);
  }
}
