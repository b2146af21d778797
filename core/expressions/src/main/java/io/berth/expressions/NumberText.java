// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as the language writes and reads them.
///
/// Written is .NET's format "G15": at most 15 significant digits without trailing zeros, and an
/// exponent of at least two digits when it is less than -4 or more than 14. Read is what GitHub's
/// runner reads (src/Sdk/Expressions/Sdk/ExpressionUtility.cs): a decimal, `0x` and `0o` with 32
/// signed bits, `Infinity`; a text that is none of these is not a number.
final class NumberText {

  private static final int DIGITS = 15;
  private static final MathContext ROUNDED = new MathContext(DIGITS, RoundingMode.HALF_EVEN);
  private static final double WHOLE = 1e15;

  private NumberText() {}

  static String print(double number) {
    if (number == Math.rint(number) && Math.abs(number) < WHOLE) {
      return Long.toString((long) number);
    }
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    BigDecimal rounded = rounded(number).stripTrailingZeros();
    String digits = rounded.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - rounded.scale();
    var text = new StringBuilder(24);
    if (rounded.signum() < 0) {
      text.append('-');
    }
    if (exponent < -4 || exponent >= DIGITS) {
      appendScientific(text, digits, exponent);
    } else {
      appendPlain(text, digits, exponent);
    }
    return text.toString();
  }

  /// A double has one nearest decimal of 15 digits. If the shortest decimal that means it has no
  /// more, that is the one, and the exact value with its hundreds of digits is not needed.
  private static BigDecimal rounded(double number) {
    if (Math.abs(number) >= Double.MIN_NORMAL) {
      BigDecimal shortest = new BigDecimal(Double.toString(number));
      if (shortest.precision() <= DIGITS) {
        return shortest;
      }
    }
    return new BigDecimal(number).round(ROUNDED);
  }

  private static void appendScientific(StringBuilder text, String digits, int exponent) {
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('E').append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    if (size < 10) {
      text.append('0');
    }
    text.append(size);
  }

  private static void appendPlain(StringBuilder text, String digits, int exponent) {
    if (exponent < 0) {
      text.append("0.").repeat('0', -exponent - 1).append(digits);
      return;
    }
    int whole = exponent + 1;
    if (digits.length() <= whole) {
      text.append(digits).repeat('0', whole - digits.length());
      return;
    }
    text.append(digits, 0, whole).append('.').append(digits, whole, digits.length());
  }

  static double parse(String text) {
    String trimmed = Whitespace.trim(text);
    if (trimmed.isEmpty()) {
      return 0;
    }
    if (isDecimal(trimmed)) {
      return Double.parseDouble(trimmed);
    }
    if (trimmed.length() > 2 && trimmed.charAt(0) == '0') {
      return switch (trimmed.charAt(1)) {
        case 'x' -> parse32Bits(trimmed, 16);
        case 'o' -> parse32Bits(trimmed, 8);
        default -> Double.NaN;
      };
    }
    return switch (trimmed) {
      case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  private static boolean isDecimal(String text) {
    int at = isSign(text.charAt(0)) ? 1 : 0;
    int afterWhole = skipDigits(text, at);
    int digits = afterWhole - at;
    at = afterWhole;
    if (at < text.length() && text.charAt(at) == '.') {
      int afterFraction = skipDigits(text, at + 1);
      digits += afterFraction - at - 1;
      at = afterFraction;
    }
    if (digits == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && isSign(text.charAt(at))) {
        at++;
      }
      int afterExponent = skipDigits(text, at);
      return afterExponent > at && afterExponent == text.length();
    }
    return at == text.length();
  }

  private static boolean isSign(char unit) {
    return unit == '+' || unit == '-';
  }

  private static int skipDigits(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static double parse32Bits(String text, int radix) {
    long bits = 0;
    for (int at = 2; at < text.length(); at++) {
      char unit = text.charAt(at);
      int digit = unit < 0x80 ? Character.digit(unit, radix) : -1;
      bits = bits * radix + digit;
      if (digit < 0 || bits > 0xffff_ffffL) {
        return Double.NaN;
      }
    }
    return (int) bits;
  }
}
