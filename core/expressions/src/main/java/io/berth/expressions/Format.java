// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of `format`: each `{N}` becomes an argument, which is evaluated when first used.
final class Format {

  private static final int MAX_INDEX = 255;

  private final Evaluator evaluator;
  private final int position;
  private final List<Node> arguments;
  private final @Nullable String[] texts;
  private final Memory.Meter meter;
  private final StringBuilder result = new StringBuilder();
  private final String pattern;

  Format(Evaluator evaluator, Node.Call call) {
    this.evaluator = evaluator;
    this.position = call.position();
    this.arguments = call.arguments();
    this.texts = new @Nullable String[arguments.size()];
    this.meter = evaluator.memory().unaccounted();
    this.pattern = evaluator.value(arguments.getFirst()).asString();
  }

  /// The whole pattern is checked before the first argument is evaluated, as GitHub's runner does.
  String result() {
    walk(false);
    walk(true);
    return result.toString();
  }

  private void walk(boolean writing) {
    int from = 0;
    for (int at = 0; at < pattern.length(); at++) {
      char unit = pattern.charAt(at);
      if (unit != '{' && unit != '}') {
        continue;
      }
      if (at + 1 < pattern.length() && pattern.charAt(at + 1) == unit) {
        append(writing, from, at + 1);
        at++;
      } else if (unit == '{') {
        append(writing, from, at);
        at = hole(writing, at + 1);
      } else {
        throw invalid();
      }
      from = at + 1;
    }
    append(writing, from, pattern.length());
  }

  private void append(boolean writing, int from, int to) {
    if (writing && to > from) {
      meter.add(to - from);
      result.append(pattern, from, to);
    }
  }

  /// Returns where the closing brace stands.
  private int hole(boolean writing, int start) {
    int index = 0;
    int at = start;
    while (at < pattern.length() && isDigit(pattern.charAt(at)) && index <= MAX_INDEX) {
      index = index * 10 + pattern.charAt(at) - '0';
      at++;
    }
    if (at == start || index > MAX_INDEX || at == pattern.length()) {
      throw invalid();
    }
    int end = pattern.charAt(at) == ':' ? endOfSpecifiers(at + 1) : at;
    if (pattern.charAt(end) != '}') {
      throw invalid();
    }
    if (index + 1 >= arguments.size()) {
      throw ExpressionException.evaluation(
          "The following format string references more arguments than were supplied: " + pattern,
          position);
    }
    if (writing) {
      write(index + 1, at + 1, end);
    }
    return end;
  }

  private static boolean isDigit(char unit) {
    return unit >= '0' && unit <= '9';
  }

  private int endOfSpecifiers(int start) {
    int at = start;
    while (at < pattern.length()) {
      if (pattern.charAt(at) != '}') {
        at++;
      } else if (at + 1 < pattern.length() && pattern.charAt(at + 1) == '}') {
        at += 2;
      } else {
        return at;
      }
    }
    throw invalid();
  }

  private void write(int argument, int specifiers, int end) {
    String text = texts[argument];
    if (text == null) {
      text = evaluator.value(arguments.get(argument)).asString();
      texts[argument] = text;
    }
    if (specifiers < end) {
      throw ExpressionException.evaluation(
          "The format specifiers '"
              + pattern.substring(specifiers, end).replace("}}", "}")
              + "' are not valid for objects of type '"
              + evaluator.value(arguments.get(argument)).kind().title()
              + "'",
          position);
    }
    meter.add(text.length());
    result.append(text);
  }

  private ExpressionException invalid() {
    return ExpressionException.evaluation(
        "The following format string is invalid: " + pattern, position);
  }
}
