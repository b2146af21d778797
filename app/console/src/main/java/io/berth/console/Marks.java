// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

/// The marks at the beginning of lines of a log: `##[group]`, `##[error]` and the like.
final class Marks {

  /// What a mark says about its line.
  enum Kind {
    GROUP("##[group]", ""),
    END_GROUP("##[endgroup]", ""),
    ERROR("##[error]", "error: "),
    WARNING("##[warning]", "warning: "),
    NOTICE("##[notice]", "notice: "),
    DEBUG("##[debug]", "debug: "),
    COMMAND("##[command]", "$ "),
    NONE("", "");

    private final String mark;
    private final String words;

    Kind(String mark, String words) {
      this.mark = mark;
      this.words = words;
    }

    int length() {
      return mark.length();
    }

    String words() {
      return words;
    }
  }

  private static final Kind[] KINDS = Kind.values();

  private Marks() {}

  /// Returns where the next line that begins with `##[` begins, at or after `from`, or -1. Looks at
  /// every third byte only, so that a flood of output is not held up.
  static int next(byte[] block, int from) {
    int at = from;
    int end = block.length - 2;
    while (at < end) {
      byte third = block[at + 2];
      if (third == '#') {
        at++;
      } else if (third == '['
          && block[at + 1] == '#'
          && block[at] == '#'
          && (at == 0 || block[at - 1] == '\n')) {
        return at;
      } else {
        at += 3;
      }
    }
    return -1;
  }

  static Kind kind(byte[] block, int at) {
    for (Kind kind : KINDS) {
      if (startsWith(block, at, kind.mark)) {
        return kind;
      }
    }
    return Kind.NONE;
  }

  /// Returns where the line after the one at `at` begins.
  static int lineEnd(byte[] block, int at) {
    int end = textEnd(block, at);
    return end < block.length ? end + 1 : end;
  }

  /// Returns where the text of the line at `at` ends, before its line feed.
  static int textEnd(byte[] block, int at) {
    int end = at;
    while (end < block.length && block[end] != '\n') {
      end++;
    }
    return end;
  }

  /// Returns a line fit for a terminal, its mark in words.
  static String readable(byte[] line, Theme theme, boolean colours) {
    Kind kind = kind(line, 0);
    String text = Ansi.clean(line, kind.length(), line.length, colours && theme.colour());
    return switch (kind) {
      case ERROR -> theme.paint(Role.FAILURE, kind.words + text);
      case WARNING -> theme.paint(Role.WARNING, kind.words + text);
      case NOTICE, COMMAND -> theme.paint(Role.NOTICE, kind.words + text);
      case DEBUG -> theme.paint(Role.DETAIL, kind.words + text);
      case GROUP -> theme.mark(Role.NOTICE) + " " + text;
      case END_GROUP -> "";
      case NONE -> text;
    };
  }

  private static boolean startsWith(byte[] block, int at, String mark) {
    if (block.length - at < mark.length()) {
      return false;
    }
    for (int i = 0; i < mark.length(); i++) {
      if (block[at + i] != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
