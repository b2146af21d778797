// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.ErrorText;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.StorageFailure;
import io.berth.run.ExitStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Finds the command, reads its line, runs it, and turns whatever goes wrong into text and an exit
/// code.
final class Program {

  /// What a shell reports of a program whose reader went away.
  private static final int BROKEN_PIPE = 141;

  private Program() {}

  /// Runs one command.
  ///
  /// @return the exit code of the process
  static int run(String[] arguments, Invocation invocation) {
    try {
      return dispatch(arguments, invocation);
    } catch (BerthException e) {
      return report(e.errors(), null, invocation);
    } catch (InterruptedException e) {
      return ExitStatus.INTERRUPTED.code();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return reportBug(e, invocation);
    }
  }

  private static int dispatch(String[] arguments, Invocation invocation)
      throws InterruptedException {
    int named = CommandName.words(arguments);
    String word =
        named == 0 ? "help" : named == 1 ? arguments[0] : arguments[0] + " " + arguments[1];
    CommandName name =
        switch (word) {
          case "-h", "--help" -> CommandName.HELP;
          case "-V", "--version" -> CommandName.VERSION;
          default -> CommandName.of(word);
        };
    if (name == null) {
      throw UsageErrors.unknownCommand(word);
    }
    Command command = name.create();
    command.begin();
    Options options = Options.of(command);
    String[] rest = Arrays.copyOfRange(arguments, named, arguments.length);
    ParseResult line = parsed(options, rest);
    if (Options.has(line, "--help")) {
      invocation.out().print(new HelpText(name, options.spec()).text());
      return ExitStatus.SUCCESS.code();
    }
    List<BerthError> errors = UsageErrors.of(name, options.spec(), line);
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    List<String> presets =
        Presets.of(name, command.readsActFiles(), options.spec(), line, invocation);
    if (!presets.isEmpty()) {
      line = withPresets(name, presets, rest, command);
    }
    try {
      return command.run(line, invocation);
    } catch (BerthException e) {
      return report(e.errors(), line, invocation);
    }
  }

  private static ParseResult parsed(Options options, String[] arguments) {
    var parser = new CommandLine(options.spec());
    options.spec().parser().collectErrors(true);
    return parser.parseArgs(arguments);
  }

  private static ParseResult withPresets(
      CommandName name, List<String> presets, String[] arguments, Command command) {
    List<String> all = new ArrayList<>(presets);
    all.addAll(Arrays.asList(arguments));
    Options options = Options.of(command);
    ParseResult line = parsed(options, all.toArray(new String[0]));
    List<BerthError> errors = UsageErrors.of(name, options.spec(), line);
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return line;
  }

  /// Prints errors and returns the code that says who has to act: 3 when the environment is to
  /// blame for one of them, else 2.
  static int report(List<BerthError> errors, @Nullable ParseResult line, Invocation invocation) {
    var text = new StringBuilder();
    errorText(line, invocation, invocation.tty().err())
        .lines(errors)
        .forEach(row -> text.append(row).append('\n'));
    invocation.err().print(text);
    boolean usage =
        errors.stream()
            .map(error -> error.code().blame())
            .allMatch(
                blame ->
                    switch (blame) {
                      case WORKFLOW, CONFIGURATION -> true;
                      case ENVIRONMENT, BERTH -> false;
                    });
    return (usage ? ExitStatus.USAGE : ExitStatus.ENVIRONMENT).code();
  }

  static ErrorText errorText(@Nullable ParseResult line, Invocation invocation, boolean terminal) {
    return new ErrorText(
        Colours.theme(line, invocation, terminal),
        Integer.MAX_VALUE,
        new FileSources(directories(line, invocation)));
  }

  /// Returns where the names in errors may start from.
  private static List<Path> directories(@Nullable ParseResult line, Invocation invocation) {
    String chosen = line == null ? null : line.matchedOptionValue("-C", null);
    Path here = invocation.directory();
    return chosen == null ? List.of(here) : List.of(here.resolve(chosen), here);
  }

  private static int reportBug(Throwable bug, Invocation invocation) {
    for (Throwable cause = bug; cause != null; cause = cause.getCause()) {
      if (cause instanceof UncheckedIOException
          && cause.getCause() instanceof IOException failure) {
        return reportOutput(failure, invocation);
      }
    }
    var trace = new StringWriter();
    bug.printStackTrace(new PrintWriter(trace));
    BerthError error =
        BerthError.of(
            ErrorCode.BUG,
            "Berth met a case that it does not know: " + bug,
            "please report it with the lines below and the output of `berth version`");
    int code = report(List.of(error), null, invocation);
    invocation.err().print(trace.toString());
    return code;
  }

  /// Whoever reads the output went away, which is no failure; or there is no room for it.
  private static int reportOutput(IOException failure, Invocation invocation) {
    String message = String.valueOf(failure.getMessage());
    if (message.equals("Broken pipe")) {
      return BROKEN_PIPE;
    }
    ErrorCode code = StorageFailure.code(failure);
    String problem = "what Berth prints cannot be written: " + message;
    return report(
        List.of(BerthError.of(code, problem, "send it to another place")), null, invocation);
  }
}
