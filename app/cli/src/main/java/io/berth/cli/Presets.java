// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What is given to a command besides its line: variables `BERTH_COMMAND_OPTION`, and below them
/// the files of `act` where the command reads them. What is typed wins.
final class Presets {

  private final CommandSpec spec;
  private final List<Given> given = new ArrayList<>();

  /// An option as it was given.
  ///
  /// @param option one of its names
  /// @param value its value, or `null` for a flag
  record Given(String option, @Nullable String value) {}

  private Presets(CommandSpec spec) {
    this.spec = spec;
  }

  /// Returns the arguments to put before those that were typed; nearly always none.
  ///
  /// @param line what was typed, understood
  static List<String> of(
      CommandName command,
      boolean readsAct,
      CommandSpec spec,
      ParseResult line,
      Invocation invocation) {
    var presets = new Presets(spec);
    List<Path> files = readsAct ? ActConfiguration.files(invocation) : List.of();
    if (!files.isEmpty()) {
      var act = new ActConfiguration(spec, invocation.env());
      files.forEach(act::read);
      act.remarks().forEach(remark -> invocation.err().line("warning: " + remark));
      presets.given.addAll(act.given());
    }
    String word = command.word().replace(' ', '_').toUpperCase(Locale.ROOT);
    presets.variables("BERTH_" + word + "_", invocation.env());
    return presets.given.isEmpty() ? List.of() : presets.arguments(line);
  }

  private void variables(String prefix, Map<String, String> env) {
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, String> variable : env.entrySet()) {
      if (variable.getKey().startsWith(prefix)) {
        found.put(variable.getKey(), variable.getValue());
      }
    }
    if (found.isEmpty()) {
      return;
    }
    List<BerthError> errors = new ArrayList<>();
    found.forEach((name, value) -> variable(prefix, name, value, errors));
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
  }

  private void variable(String prefix, String name, String value, List<BerthError> errors) {
    Map<String, OptionSpec> known = new TreeMap<>();
    for (OptionSpec option : spec.options()) {
      if (Options.name(option).startsWith("--")) {
        known.put(variable(prefix, option), option);
      }
    }
    OptionSpec option = known.get(name);
    if (option == null) {
      List<String> similar = NearMiss.of(name, known.keySet());
      errors.add(
          new BerthError(
              ErrorCode.CONFIGURATION_INVALID,
              "the variable `" + name + "` stands for no option",
              similar.isEmpty() ? "unset it; `berth help environment` tells more" : null,
              null,
              similar));
    } else if (option.arity().max() > 0) {
      value.lines().forEach(one -> given.add(new Given(Options.name(option), one)));
    } else if (isTrue(value)) {
      given.add(new Given(Options.name(option), null));
    } else if (!isFalse(value)) {
      errors.add(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "the variable `" + name + "` has to be `true` or `false`, found `" + value + "`",
              "set it to one of them, or unset it"));
    }
  }

  /// Returns the variable that stands for an option.
  private static String variable(String prefix, OptionSpec option) {
    String name = Options.name(option).substring(2);
    return prefix + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static boolean isTrue(@Nullable String value) {
    return value == null || value.equals("true") || value.equals("1");
  }

  private static boolean isFalse(@Nullable String value) {
    return value != null && (value.equals("false") || value.equals("0") || value.isEmpty());
  }

  /// An option that takes one value has the last that was given, unless one was typed.
  private List<String> arguments(ParseResult line) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Given one = given.get(i);
      OptionSpec option = spec.findOption(one.option());
      boolean single = !option.type().equals(List.class);
      if (single && (line.hasMatchedOption(option) || isGivenAfter(i, option))) {
        continue;
      }
      if (option.arity().max() > 0) {
        arguments.add(one.option());
        if (one.value() != null) {
          arguments.add(one.value());
        }
      } else if (!isFalse(one.value())) {
        arguments.add(one.option());
      }
    }
    return arguments;
  }

  private boolean isGivenAfter(int index, OptionSpec option) {
    for (Given later : given.subList(index + 1, given.size())) {
      if (option.equals(spec.findOption(later.option()))) {
        return true;
      }
    }
    return false;
  }
}
