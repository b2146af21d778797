// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

/// Texts compared as the language does: by code unit, whatever their case.
///
/// Case is folded one character at a time with Unicode's simple mapping to upper case, so `ß` stays
/// itself. Dotless i and long s keep their case, as in .NET's ordinal comparison, which GitHub's
/// runner uses.
final class OrdinalCase {

  private static final char DOTLESS_I = '\u0131';
  private static final char LONG_S = '\u017f';

  private OrdinalCase() {}

  static String upper(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit >= 0x80 || (unit >= 'a' && unit <= 'z')) {
        return upperFrom(text, at);
      }
    }
    return text;
  }

  private static String upperFrom(String text, int start) {
    var folded = new StringBuilder(text.length()).append(text, 0, start);
    for (int at = start; at < text.length(); ) {
      int point = text.codePointAt(at);
      folded.appendCodePoint(upper(point));
      at += Character.charCount(point);
    }
    return folded.toString();
  }

  private static int upper(int point) {
    if (point < 0x80) {
      return point >= 'a' && point <= 'z' ? point - ('a' - 'A') : point;
    }
    return point == DOTLESS_I || point == LONG_S ? point : Character.toUpperCase(point);
  }

  static boolean equal(String left, String right) {
    return left.equals(right)
        || (left.length() == right.length() && upper(left).equals(upper(right)));
  }

  static int compare(String left, String right) {
    return upper(left).compareTo(upper(right));
  }

  static boolean contains(String text, String part) {
    return upper(text).contains(upper(part));
  }

  static boolean startsWith(String text, String start) {
    return upper(text).startsWith(upper(start));
  }

  static boolean endsWith(String text, String end) {
    return upper(text).endsWith(upper(end));
  }
}
