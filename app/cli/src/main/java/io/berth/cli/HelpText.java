// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The help of one command, made from its model.
///
/// @param command which
/// @param spec what may stand behind its name
record HelpText(CommandName command, CommandSpec spec) {

  private static final int WIDTH = 79;
  private static final int MARGIN = 25;

  /// One option or word, as it is shown.
  ///
  /// @param left how it is typed
  /// @param description what it does
  record Entry(String left, String description) {}

  String text() {
    var text = new StringBuilder();
    text.append("berth ").append(command.word()).append(": ").append(command.summary());
    text.append("\n\nusage: ").append(synopsis()).append('\n');
    section("arguments", parameters(), text);
    section("options", options(), text);
    section("examples", Examples.of(command), text);
    return text.toString();
  }

  String synopsis() {
    var text = new StringBuilder("berth ").append(command.word()).append(" [options]");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      boolean needed = parameter.arity().min() > 0;
      text.append(needed ? " " : " [").append(parameter.paramLabel());
      text.append(parameter.arity().isVariable() ? "…" : "").append(needed ? "" : "]");
    }
    return text.toString();
  }

  List<Entry> parameters() {
    List<Entry> entries = new ArrayList<>();
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      entries.add(new Entry(parameter.paramLabel(), String.join(" ", parameter.description())));
    }
    return entries;
  }

  List<Entry> options() {
    List<Entry> entries = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      String names = String.join(", ", option.names());
      String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
      entries.add(new Entry(names + value, String.join(" ", option.description())));
    }
    return entries;
  }

  private static void section(String title, List<Entry> entries, StringBuilder text) {
    if (entries.isEmpty()) {
      return;
    }
    text.append('\n').append(title).append(":\n");
    entries.forEach(entry -> entry(entry.left(), entry.description(), text));
  }

  /// Appends two columns; a left one that is too wide gets a line of its own.
  static void entry(String left, String description, StringBuilder text) {
    text.append("  ").append(left);
    int column = 2 + left.length();
    if (column > MARGIN - 2) {
      text.append('\n');
      column = 0;
    }
    for (String word : description.split(" ", -1)) {
      if (column < MARGIN) {
        text.repeat(' ', MARGIN - column);
        column = MARGIN;
      } else if (column + 1 + word.length() > WIDTH) {
        text.append('\n').repeat(' ', MARGIN);
        column = MARGIN;
      } else {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    text.append('\n');
  }
}
