// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes blocks of a log as they are, apart from the marks at the beginning of lines, which are
/// put into words, colours where there are to be none, and, on a screen, whatever would move the
/// cursor.
///
/// @param theme how the words look
/// @param screen whether the output is a terminal
/// @param embedded whether a runner reads the output and would obey the commands in it
record LogBytes(Theme theme, boolean screen, boolean embedded) {

  boolean colours() {
    return theme.colour();
  }

  void write(byte[] bytes, OutputStream out) throws IOException {
    byte[] block = theme.colour() ? bytes : Sgr.strip(bytes);
    if (screen || embedded) {
      writeLines(block, out);
      return;
    }
    int from = 0;
    for (int mark = Marks.next(block, 0); mark >= 0; mark = Marks.next(block, mark + 1)) {
      Marks.Kind kind = Marks.kind(block, mark);
      if (kind == Marks.Kind.NONE) {
        continue;
      }
      out.write(block, from, mark - from);
      from = Marks.lineEnd(block, mark);
      if (kind != Marks.Kind.END_GROUP) {
        String words = kind == Marks.Kind.GROUP ? theme.mark(Role.NOTICE) + " " : kind.words();
        out.write(words.getBytes(StandardCharsets.UTF_8));
        out.write(block, mark + kind.length(), from - mark - kind.length());
      }
    }
    out.write(block, from, block.length - from);
    out.flush();
  }

  /// Line by line, for readers that obey what stands in the lines.
  private void writeLines(byte[] block, OutputStream out) throws IOException {
    for (int at = 0; at < block.length; at = Marks.lineEnd(block, at)) {
      int end = Marks.textEnd(block, at);
      if (Marks.kind(block, at) == Marks.Kind.END_GROUP) {
        continue;
      }
      if (isPlain(block, at, end)) {
        out.write(block, at, Marks.lineEnd(block, at) - at);
        continue;
      }
      String text = Marks.readable(Arrays.copyOfRange(block, at, end), theme, colours());
      out.write((embedded ? defused(text) : text).getBytes(StandardCharsets.UTF_8));
      if (end < block.length) {
        out.write('\n');
      }
    }
    out.flush();
  }

  /// Takes the meaning out of workflow commands: the runner around us must not obey a job of ours.
  private static String defused(String line) {
    String text = line.replace("##[", "# #[");
    return text.stripLeading().startsWith("::") ? text.replaceFirst("::", ": :") : text;
  }

  /// Returns whether a line surely holds nothing that a terminal or a runner would obey.
  private boolean isPlain(byte[] block, int from, int to) {
    if (from < to && (block[from] == '#' || block[from] == ':' || block[from] == ' ')) {
      return false;
    }
    for (int i = from; i < to; i++) {
      byte b = block[i];
      boolean control = (b >= 0 && b < ' ') || b == 0x7F;
      if (control || b == '#' || b == (byte) 0xC2 || b == (byte) 0xE2) {
        return false;
      }
    }
    return true;
  }
}
