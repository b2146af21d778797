// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.ArrayList;
import java.util.List;

/// A word of a text that is written like a command line.
///
/// @param text what it says, without quotes
/// @param column where it begins, counted from 1
record Word(String text, int column) {

  /// The words of a text, or the reason why it has none.
  ///
  /// @param words in order; those before the mistake if there is one
  /// @param mistake what is wrong, empty if nothing is
  record Split(List<Word> words, String mistake) {

    Split {
      words = List.copyOf(words);
    }
  }

  /// Splits as a POSIX shell does, but nothing is expanded: `$`, `*`, `;` and the like are
  /// characters.
  static Split split(String text) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (true) {
      at = afterBlanks(text, at);
      if (at == text.length()) {
        return new Split(words, "");
      }
      int from = at;
      StringBuilder word = new StringBuilder();
      while (at < text.length() && !isBlank(text.charAt(at))) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
          int end = closing(text, at);
          if (end < 0) {
            return new Split(words, "the quote at column " + (at + 1) + " is not closed");
          }
          unquote(text, at, end, word);
          at = end + 1;
        } else if (c == '\\') {
          if (at + 1 == text.length()) {
            return new Split(words, "it ends with a `\\` that escapes nothing");
          }
          if (text.charAt(at + 1) != '\n') {
            word.append(text.charAt(at + 1));
          }
          at += 2;
        } else {
          word.append(c);
          at++;
        }
      }
      words.add(new Word(word.toString(), from + 1));
    }
  }

  private static int afterBlanks(String text, int from) {
    int at = from;
    while (at < text.length()) {
      if (isBlank(text.charAt(at))) {
        at++;
      } else if (text.startsWith("\\\n", at)) {
        at += 2;
      } else {
        break;
      }
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static int closing(String text, int open) {
    char quote = text.charAt(open);
    for (int at = open + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote) {
        return at;
      }
      if (c == '\\' && quote == '"') {
        at++;
      }
    }
    return -1;
  }

  private static void unquote(String text, int open, int end, StringBuilder word) {
    boolean escapes = text.charAt(open) == '"';
    for (int at = open + 1; at < end; at++) {
      char c = text.charAt(at);
      if (escapes && c == '\\' && "\\\"$`\n".indexOf(text.charAt(at + 1)) >= 0) {
        at++;
        c = text.charAt(at);
        if (c == '\n') {
          continue;
        }
      }
      word.append(c);
    }
  }
}
