// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.Locale;

/// Finds out whether an expression asks for the status of its job by itself.
final class StatusCalls {

  private StatusCalls() {}

  /// Returns whether a well-formed expression calls `success`, `failure`, `cancelled` or `always`.
  static boolean in(String expression) {
    int at = 0;
    while (at < expression.length()) {
      char c = expression.charAt(at);
      if (c == '\'') {
        int close = expression.indexOf('\'', at + 1);
        at = close < 0 ? expression.length() : close + 1;
      } else if (Character.isLetter(c) || c == '_') {
        int end = wordEnd(expression, at);
        if (isStatus(expression.substring(at, end)) && isCall(expression, end)) {
          return true;
        }
        at = end;
      } else {
        at++;
      }
    }
    return false;
  }

  private static int wordEnd(String expression, int from) {
    int end = from;
    while (end < expression.length() && isWord(expression.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private static boolean isStatus(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "success", "failure", "cancelled", "always" -> true;
      default -> false;
    };
  }

  private static boolean isCall(String expression, int from) {
    int at = from;
    while (at < expression.length() && Character.isWhitespace(expression.charAt(at))) {
      at++;
    }
    return at < expression.length() && expression.charAt(at) == '(';
  }
}
