// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `${{ }}` in a text.
final class Placeholders {

  private static final String OPEN = "${{";

  private Placeholders() {}

  /// A part of a text.
  sealed interface Part {

    /// Characters that stand for themselves.
    ///
    /// @param text the characters
    record Plain(String text) implements Part {}

    /// What stands between `${{` and `}}`.
    ///
    /// @param expression the expression, trimmed
    /// @param ordinal how many `${{` stand before it in the text
    record Embedded(String expression, int ordinal) implements Part {}
  }

  /// Returns whether a text has a placeholder, closed or not.
  static boolean in(String text) {
    return text.contains(OPEN);
  }

  /// Returns the parts of a text, or `null` if a placeholder is not closed.
  static @Nullable List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    int start = 0;
    int ordinal = 0;
    int open = text.indexOf(OPEN);
    while (open >= 0) {
      int close = close(text, open + OPEN.length());
      if (close < 0) {
        return null;
      }
      if (open > start) {
        parts.add(new Part.Plain(text.substring(start, open)));
      }
      String inside = text.substring(open + OPEN.length(), close);
      parts.add(new Part.Embedded(inside.strip(), ordinal));
      ordinal += 1 + count(inside);
      start = close + 2;
      open = text.indexOf(OPEN, start);
    }
    if (start < text.length()) {
      parts.add(new Part.Plain(text.substring(start)));
    }
    return parts;
  }

  /// Returns the offset of the n-th `${{` between two offsets, or `from` if there are fewer.
  static int find(String text, int from, int to, int ordinal) {
    int at = text.indexOf(OPEN, from);
    for (int i = 0; i < ordinal && at >= 0; i++) {
      at = text.indexOf(OPEN, at + 1);
    }
    return at < 0 || at >= to ? from : at;
  }

  /// Returns the text of an expression that is one string in quotes, or `null` if it is not.
  static @Nullable String quoted(String expression) {
    int last = expression.length() - 1;
    if (last < 1 || expression.charAt(0) != '\'' || expression.charAt(last) != '\'') {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < last; i++) {
      char c = expression.charAt(i);
      if (c == '\'' && (++i == last || expression.charAt(i) != '\'')) {
        return null;
      }
      text.append(c);
    }
    return text.toString();
  }

  /// Returns one expression that gives the whole text: a call of `format`.
  static String join(List<Part> parts) {
    StringBuilder format = new StringBuilder("format('");
    StringBuilder arguments = new StringBuilder();
    int count = 0;
    for (Part part : parts) {
      switch (part) {
        case Part.Plain(String text) -> escape(text, format);
        case Part.Embedded(String expression, int ordinal) -> {
          String text = quoted(expression);
          if (text == null) {
            format.append('{').append(count++).append('}');
            arguments.append(", ").append(expression);
          } else {
            escape(text, format);
          }
        }
      }
    }
    return format.append('\'').append(arguments).append(')').toString();
  }

  private static void escape(String text, StringBuilder into) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '{' || c == '}') {
        into.append(c);
      }
      into.append(c);
    }
  }

  private static int close(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (c == '}' && !quoted && i + 1 < text.length() && text.charAt(i + 1) == '}') {
        return i;
      }
    }
    return -1;
  }

  private static int count(String text) {
    int count = 0;
    for (int at = text.indexOf(OPEN); at >= 0; at = text.indexOf(OPEN, at + 1)) {
      count++;
    }
    return count;
  }
}
