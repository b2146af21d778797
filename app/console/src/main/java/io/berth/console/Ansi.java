// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.nio.charset.StandardCharsets;

/// Takes out of foreign text what would move the cursor, clear the screen or talk to the terminal.
///
/// Only colours (SGR sequences) may stay, where the caller allows them.
final class Ansi {

  static final String RESET = "\u001b[0m";

  private static final char ESC = '\u001b';
  private static final int LONGEST_SGR = 40;
  private static final int TAB = 8;

  private Ansi() {}

  /// Returns one line of output as text that takes exactly the columns [Width] counts. What stands
  /// before a carriage return was overwritten on a terminal and is left out.
  ///
  /// @param bytes holds the line, without its line feed, between `from` and `to`
  /// @param colours whether colours stay
  static String clean(byte[] bytes, int from, int to, boolean colours) {
    return clean(new String(bytes, from, to - from, StandardCharsets.UTF_8), colours);
  }

  static String clean(String line, boolean colours) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\r' || line.charAt(end - 1) == '\n')) {
      end--;
    }
    var kept = new StringBuilder(end);
    boolean coloured = false;
    for (int i = Math.max(0, line.lastIndexOf('\r', end - 1) + 1); i < end; ) {
      char c = line.charAt(i);
      if (c == ESC || (c >= 0x80 && c < 0xA0)) {
        int next = Math.min(end, c == ESC ? escapeEnd(line, i) : i + 1);
        if (colours && sequenceEnd(line, i) == next) {
          kept.append(line, i, next);
          coloured = true;
        }
        i = next;
        continue;
      }
      int codePoint = line.codePointAt(i);
      i += Character.charCount(codePoint);
      if (c == '\t') {
        kept.repeat(' ', TAB - Width.of(kept.toString()) % TAB);
      } else if (c >= ' ' && c != 0x7F && !reorders(c)) {
        kept.appendCodePoint(codePoint);
      }
    }
    return (coloured ? kept.append(RESET) : kept).toString();
  }

  /// Returns where the colour sequence that begins at `at` ends, or `at` if none begins there.
  static int sequenceEnd(String text, int at) {
    if (text.charAt(at) != ESC || at + 1 >= text.length() || text.charAt(at + 1) != '[') {
      return at;
    }
    for (int i = at + 2; i < text.length() && i < at + LONGEST_SGR; i++) {
      char c = text.charAt(i);
      if (c == 'm') {
        return i + 1;
      }
      if (!(c >= '0' && c <= '9') && c != ';' && c != ':') {
        return at;
      }
    }
    return at;
  }

  private static int escapeEnd(String text, int at) {
    int i = at + 1;
    if (i >= text.length()) {
      return i;
    }
    char kind = text.charAt(i);
    if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
      return stringEnd(text, i + 1);
    }
    if (kind == '[') {
      i++;
    }
    while (i < text.length()
        && text.charAt(i) >= ' '
        && text.charAt(i) < (kind == '[' ? '@' : '0')) {
      i++;
    }
    boolean complete = i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '~';
    return complete ? i + 1 : i;
  }

  /// Ends a title, a link or another string for the terminal; one that does not end takes the rest.
  private static int stringEnd(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\u0007' || c == '\u009c') {
        return i + 1;
      }
      if (c == ESC) {
        return i + 1 < text.length() && text.charAt(i + 1) == '\\' ? i + 2 : i;
      }
    }
    return text.length();
  }

  /// Returns whether a character changes the direction of the text after it.
  private static boolean reorders(char c) {
    return (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u200E'
        || c == '\u200F';
  }
}
