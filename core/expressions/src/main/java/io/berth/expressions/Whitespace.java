// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

/// White space as .NET's `Char.IsWhiteSpace` has it, which the language takes over.
final class Whitespace {

  private Whitespace() {}

  static boolean is(char unit) {
    if (unit < 0x80) {
      return unit == ' ' || (unit >= '\t' && unit <= '\r');
    }
    return unit == '\u0085' || Character.isSpaceChar(unit);
  }

  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && is(text.charAt(start))) {
      start++;
    }
    while (end > start && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
