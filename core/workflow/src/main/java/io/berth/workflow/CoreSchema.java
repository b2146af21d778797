// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// The scalars of the core schema of YAML 1.2, which is all that workflow files use: `on` and `yes`
/// are strings, `012` is twelve and times are strings.
final class CoreSchema {

  private CoreSchema() {}

  /// Returns what a plain scalar means.
  static Value resolve(String text) {
    if (isNull(text)) {
      return Value.NULL;
    }
    Boolean truth = truth(text);
    if (truth != null) {
      return Value.of(truth.booleanValue());
    }
    Double number = number(text);
    return number == null ? Value.of(text) : Value.of(number.doubleValue());
  }

  /// Returns whether a text spells null.
  static boolean isNull(String text) {
    return text.isEmpty()
        || text.equals("~")
        || text.equals("null")
        || text.equals("Null")
        || text.equals("NULL");
  }

  /// Returns the truth value that a text spells, or `null` if it spells none.
  static @Nullable Boolean truth(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> null;
    };
  }

  /// Returns the number that a text spells, or `null` if it spells none.
  static @Nullable Double number(String text) {
    Double integer = integer(text);
    return integer == null ? floating(text) : integer;
  }

  /// Returns the whole number that a text spells, or `null` if it spells none.
  static @Nullable Double integer(String text) {
    if (text.startsWith("0x")) {
      return radix(text, 16);
    }
    if (text.startsWith("0o")) {
      return radix(text, 8);
    }
    int start = signLength(text);
    return start < text.length() && digitsEnd(text, start) == text.length()
        ? Double.valueOf(text)
        : null;
  }

  /// Returns the number that a text spells as a float, or `null` if it spells none.
  static @Nullable Double floating(String text) {
    int start = signLength(text);
    Double special = special(text.substring(start), start > 0 && text.charAt(0) == '-', start > 0);
    if (special != null) {
      return special;
    }
    int whole = digitsEnd(text, start);
    int end = whole;
    if (end < text.length() && text.charAt(end) == '.') {
      end = digitsEnd(text, end + 1);
      if (whole == start && end == whole + 1) {
        return null;
      }
    } else if (whole == start) {
      return null;
    }
    return exponentEnd(text, end) == text.length() ? Double.valueOf(text) : null;
  }

  private static @Nullable Double special(String text, boolean negative, boolean signed) {
    return switch (text) {
      case ".inf", ".Inf", ".INF" -> negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      case ".nan", ".NaN", ".NAN" -> signed ? null : Double.NaN;
      default -> null;
    };
  }

  private static int exponentEnd(String text, int at) {
    if (at == text.length() || (text.charAt(at) != 'e' && text.charAt(at) != 'E')) {
      return at;
    }
    int start = at + 1;
    if (start < text.length() && (text.charAt(start) == '+' || text.charAt(start) == '-')) {
      start++;
    }
    int end = digitsEnd(text, start);
    return end == start ? at : end;
  }

  private static @Nullable Double radix(String text, int radix) {
    for (int i = 2; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 'f' || Character.digit(c, radix) < 0) {
        return null;
      }
    }
    return text.length() == 2 ? null : new BigInteger(text.substring(2), radix).doubleValue();
  }

  private static int signLength(String text) {
    return !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
  }

  private static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
