// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Names;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Findings.Remark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Says in Berth's words why an expression cannot be read.
final class ExpressionRemarks {

  private static final List<String> CONTEXTS =
      List.of(
          "env",
          "github",
          "inputs",
          "job",
          "jobs",
          "matrix",
          "needs",
          "runner",
          "secrets",
          "steps",
          "strategy",
          "vars",
          "forge",
          "forgejo",
          "gitea");
  private static final List<String> FUNCTIONS =
      List.of("contains", "startsWith", "endsWith", "format", "join", "toJSON", "fromJSON", "case");
  private static final List<String> SPECIAL =
      List.of("hashFiles", "success", "failure", "always", "cancelled");

  private ExpressionRemarks() {}

  /// Returns what to say.
  ///
  /// @param message the message of the expression language
  /// @param names what the expression may refer to
  static Remark of(String message, Names names) {
    return words(message, names).as(ErrorCode.EXPRESSION_INVALID);
  }

  /// Returns the place of one token of an expression, if it is on the expression's first line.
  ///
  /// @param where where the expression stands
  /// @param position where in it the token starts, counted from 1, or 0 if there is none
  static SourceSpan narrow(SourceSpan where, String expression, int position) {
    if (position < 1 || position > Math.min(where.length(), expression.length())) {
      return where;
    }
    int before = expression.codePointCount(0, position - 1);
    int length = Math.min(tokenLength(expression, position - 1), where.length() - before);
    return new SourceSpan(where.file(), where.line(), where.column() + before, Math.max(1, length));
  }

  private static int tokenLength(String expression, int start) {
    char first = expression.charAt(start);
    int end = start + 1;
    if (first == '\'' || first == '"') {
      int close = expression.indexOf(first, end);
      end = close < 0 ? expression.length() : close + 1;
    } else if (isWord(first)) {
      while (end < expression.length() && isWord(expression.charAt(end))) {
        end++;
      }
    } else if (end < expression.length() && "=&|".indexOf(expression.charAt(end)) >= 0) {
      end++;
    }
    return expression.codePointCount(start, end);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private static Remark words(String message, Names names) {
    String context = between(message, "Unrecognized named-value: '");
    if (context != null) {
      return context(context, message, names);
    }
    String function = between(message, "Unrecognized function: '");
    if (function != null) {
      return function(function, message, names);
    }
    String symbol = between(message, "Unexpected symbol: '");
    if (symbol != null) {
      return symbol(symbol, message);
    }
    String few = between(message, "Too few parameters supplied: '");
    if (few != null) {
      return Remark.of("`" + few + "` is given too few arguments", message);
    }
    String many = between(message, "Too many parameters supplied: '");
    if (many != null) {
      return Remark.of("`" + many + "` is given too many arguments", message);
    }
    String end = between(message, "Unexpected end of expression: '");
    if (end != null) {
      return Remark.of("the expression ends too early, after `" + end + "`", message);
    }
    int place = message.indexOf(" Located at position");
    String problem = place < 0 ? message : message.substring(0, place);
    String sentence = problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem;
    return Remark.of(Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1), message);
  }

  private static Remark symbol(String symbol, String message) {
    if (symbol.startsWith("\"")) {
      return Remark.of("`" + symbol + "` is in double quotes", message)
          .fix("Write texts in expressions in single quotes.");
    }
    if (symbol.startsWith("'") && !symbol.endsWith("'")) {
      return Remark.of("the text `" + symbol + "` has no closing quote", message);
    }
    Remark remark = Remark.of("`" + symbol + "` is not expected here", message);
    return switch (symbol) {
      case "=" -> remark.fix("Compare with `==`.");
      case "&" -> remark.fix("Write `&&` for `and`.");
      case "|" -> remark.fix("Write `||` for `or`.");
      default -> remark;
    };
  }

  private static Remark context(String name, String message, Names names) {
    if (CONTEXTS.contains(name)) {
      String fix =
          names.contexts().isEmpty()
              ? "Write a plain value: no context is known here."
              : "Use only " + list(names.contexts()) + " here.";
      return Remark.of("`" + name + "` cannot be used here", message).fix(fix);
    }
    return Remark.of("`" + name + "` is not a context", message)
        .similarTo(Similar.to(name, names.contexts()));
  }

  private static Remark function(String name, String message, Names names) {
    if (SPECIAL.stream().anyMatch(name::equalsIgnoreCase)) {
      return Remark.of("`" + name + "` cannot be called here", message);
    }
    List<String> known = new ArrayList<>(FUNCTIONS);
    for (String special : SPECIAL) {
      if (names.functions().containsKey(special.toLowerCase(Locale.ROOT))) {
        known.add(special);
      }
    }
    return Remark.of("`" + name + "` is not a function", message)
        .similarTo(Similar.to(name, known));
  }

  private static @Nullable String between(String message, String prefix) {
    if (!message.startsWith(prefix)) {
      return null;
    }
    int end = message.indexOf("'. Located", prefix.length());
    return message.substring(prefix.length(), end < 0 ? message.length() : end);
  }

  private static String list(Collection<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : new TreeSet<>(names)) {
      text.append(text.isEmpty() ? "" : ", ").append('`').append(name).append('`');
    }
    return text.toString();
  }
}
