// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.ArrayList;
import java.util.List;

/// Splits a scalar into text and the expressions between `${{` and `}}`.
public final class Interpolation {

  private static final String OPEN = "${{";

  private Interpolation() {}

  /// One piece of a scalar.
  public sealed interface Part {}

  /// Characters that stand for themselves.
  ///
  /// @param text never empty
  public record Text(String text) implements Part {}

  /// An expression.
  ///
  /// @param source what stands between the braces, without white space around it; may be empty
  /// @param start where `source` starts in the scalar, counted from 0
  public record Hole(String source, int start) implements Part {}

  /// Returns whether there is an expression in a scalar.
  public static boolean isPresent(String scalar) {
    return scalar.contains(OPEN);
  }

  /// Splits a scalar. Braces in a text in single quotes do not close an expression.
  ///
  /// @throws ExpressionException if an expression is not closed; its position is that of the `${{`
  ///     in the scalar
  public static List<Part> split(String scalar) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (true) {
      int open = scalar.indexOf(OPEN, from);
      if (open < 0) {
        addText(parts, scalar, from, scalar.length());
        return List.copyOf(parts);
      }
      addText(parts, scalar, from, open);
      int close = close(scalar, open + OPEN.length());
      if (close < 0) {
        throw new ExpressionException(
            ExpressionException.Kind.PARSING,
            "The expression is not closed. An unescaped ${{ sequence was found, but the closing }}"
                + " sequence was not found.",
            open + 1);
      }
      parts.add(hole(scalar, open + OPEN.length(), close));
      from = close + 2;
    }
  }

  private static void addText(List<Part> parts, String scalar, int from, int to) {
    if (from < to) {
      parts.add(new Text(scalar.substring(from, to)));
    }
  }

  private static int close(String scalar, int start) {
    boolean quoted = false;
    for (int at = start; at < scalar.length(); at++) {
      char unit = scalar.charAt(at);
      if (unit == '\'') {
        quoted = !quoted;
      } else if (unit == '}' && !quoted && scalar.startsWith("}}", at)) {
        return at;
      }
    }
    return -1;
  }

  private static Hole hole(String scalar, int from, int to) {
    int start = from;
    while (start < to && Whitespace.is(scalar.charAt(start))) {
      start++;
    }
    return new Hole(Whitespace.trim(scalar.substring(from, to)), start);
  }

  /// Returns the one expression that computes the whole scalar: the only part itself if it is an
  /// expression, so that its value keeps its type, else a call of `format`.
  ///
  /// @param parts what [#split] returned
  /// @param expressions the parsed holes, in order
  public static Expression join(List<Part> parts, List<Expression> expressions) {
    if (parts.size() == 1 && parts.getFirst() instanceof Hole) {
      return expressions.getFirst();
    }
    var pattern = new StringBuilder();
    int holes = 0;
    for (Part part : parts) {
      if (part instanceof Text(var text)) {
        pattern.append(text.replace("{", "{{").replace("}", "}}"));
      } else {
        pattern.append('{').append(holes++).append('}');
      }
    }
    List<Expression> arguments = new ArrayList<>(holes + 1);
    arguments.add(Expression.text(pattern.toString()));
    arguments.addAll(expressions);
    return Expression.call("format", arguments);
  }
}
