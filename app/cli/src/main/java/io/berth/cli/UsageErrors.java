// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what is wrong with a command line, all of it at once.
final class UsageErrors {

  private UsageErrors() {}

  static BerthException unknownCommand(String word) {
    List<String> names = Arrays.stream(CommandName.values()).map(CommandName::word).toList();
    List<String> members = names.stream().filter(name -> name.startsWith(word + " ")).toList();
    if (!members.isEmpty()) {
      return new BerthException(
          error(
              "`berth " + word + "` needs to know what to do",
              "add a word: `berth " + String.join("`, `berth ", members) + "`",
              null));
    }
    List<String> similar = NearMiss.of(word, names);
    String remedy = similar.isEmpty() ? "`berth help` lists the commands" : null;
    return new BerthException(error("`" + word + "` is not a command", remedy, similar));
  }

  static List<BerthError> of(CommandName command, CommandSpec spec, ParseResult line) {
    String name = "`berth " + command.word() + "`";
    String remedy = name.substring(0, name.length() - 1) + " --help` lists what it takes";
    List<BerthError> errors = new ArrayList<>();
    for (Exception problem : line.errors()) {
      switch (problem) {
        case MissingParameterException missing ->
            missing.getMissing().forEach(argument -> errors.add(missing(name, argument, remedy)));
        case OverwrittenOptionException twice ->
            errors.add(
                error(label(twice.getOverwritten()) + " is given twice", "give it once", null));
        case UnmatchedArgumentException _ -> {}
        default -> errors.add(error(String.valueOf(problem.getMessage()), remedy, null));
      }
    }
    Set<String> told = new LinkedHashSet<>();
    boolean afterOption = false;
    for (String word : line.unmatched()) {
      boolean option = word.startsWith("-") && word.length() > 1;
      if (option && told.add(word)) {
        errors.add(unknownOption(name, spec, word, remedy));
      } else if (!option && !afterOption && told.add(word)) {
        errors.add(surplus(name, word, remedy));
      }
      // A word behind an option that nobody knows is most likely its value.
      afterOption = option && word.indexOf('=') < 0;
    }
    return errors;
  }

  private static BerthError missing(String command, ArgSpec argument, String remedy) {
    if (argument.isOption()) {
      return error(label(argument) + " needs a value, " + argument.paramLabel(), remedy, null);
    }
    return error(command + " needs " + argument.paramLabel(), remedy, null);
  }

  private static BerthError unknownOption(
      String command, CommandSpec spec, String word, String remedy) {
    int equals = word.indexOf('=');
    String option = equals < 0 ? word : word.substring(0, equals);
    ActFlags act = takesRuns(command) ? ActFlags.of(option) : null;
    if (act != null && act.ours() == null) {
      return error("`" + option + "` of `act` has no meaning here", act.instead(), null);
    }
    List<String> known = new ArrayList<>();
    for (OptionSpec each : spec.options()) {
      known.addAll(List.of(each.names()));
    }
    List<String> similar =
        NearMiss.of(option, known.stream().filter(name -> name.startsWith("--")).toList());
    String problem = "`" + option + "` is not an option of " + command;
    return error(problem, similar.isEmpty() ? remedy : null, similar);
  }

  private static boolean takesRuns(String command) {
    return List.of("`berth exec`", "`berth plan`", "`berth list`", "`berth graph`")
        .contains(command);
  }

  private static BerthError surplus(String command, String word, String remedy) {
    return error("`" + word + "` is one word too many for " + command, remedy, null);
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? "`" + Options.name(option) + "`"
        : argument.paramLabel();
  }

  private static BerthError error(
      String problem, @Nullable String remedy, @Nullable List<String> similar) {
    return new BerthError(
        ErrorCode.USAGE, problem, remedy, null, similar == null ? List.of() : similar);
  }
}
