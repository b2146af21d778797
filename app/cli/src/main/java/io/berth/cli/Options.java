// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// Builds the model of one command line by hand: annotations would be read by reflection at every
/// start.
final class Options {

  private final CommandSpec spec = withoutVariables();

  /// In a description, `${{ }}` is that and no variable of picocli.
  private static CommandSpec withoutVariables() {
    var spec = CommandSpec.create();
    spec.interpolateVariables(false);
    return spec;
  }

  /// Builds the model of a command with what every command takes.
  static Options of(Command command) {
    var options = new Options();
    command.declare(options);
    return options.flag("use no colours", "--no-color").flag("show this help", "-h", "--help");
  }

  CommandSpec spec() {
    return spec;
  }

  /// Declares an option that is there or not.
  Options flag(String description, String... names) {
    spec.addOption(OptionSpec.builder(names).type(boolean.class).description(description).build());
    return this;
  }

  /// Declares an option with one value.
  Options value(String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(String.class)
            .paramLabel(label)
            .description(description)
            .build());
    return this;
  }

  /// Declares an option that may be given several times.
  Options values(String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(label)
            .description(description + "; may be repeated")
            .build());
    return this;
  }

  /// Declares a word without a dash.
  ///
  /// @param arity how many: `1`, `0..1` or `0..*`
  Options parameter(String arity, String label, String description) {
    boolean many = arity.endsWith("*");
    String index = Integer.toString(spec.positionalParameters().size());
    var parameter =
        PositionalParamSpec.builder()
            .index(many ? index + "..*" : index)
            .arity(arity)
            .required(!arity.startsWith("0"))
            .type(many ? List.class : String.class)
            .paramLabel(label)
            .description(description);
    spec.addPositional(many ? parameter.auxiliaryTypes(String.class).build() : parameter.build());
    return this;
  }

  /// Returns the name under which an option is spoken of: the first of its long ones.
  static String name(OptionSpec option) {
    for (String name : option.names()) {
      if (name.startsWith("--")) {
        return name;
      }
    }
    return option.longestName();
  }

  /// Returns every value of an option that may be repeated, in order.
  static List<String> all(ParseResult line, String name) {
    List<String> values = line.matchedOptionValue(name, List.of());
    return values;
  }

  /// Returns whether a flag was given.
  static boolean has(ParseResult line, String name) {
    return line.hasMatchedOption(name);
  }
}
