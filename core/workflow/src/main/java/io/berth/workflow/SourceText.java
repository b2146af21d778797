// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.SourceSpan;

/// The characters of a file, and the places in it.
///
/// Offsets count UTF-16 units; lines and columns count from 1, columns in code points.
final class SourceText {

  private final String file;
  private final String text;
  private final boolean plane0;
  private int[] lineStarts = {};
  private int counted = -1;
  private int countedColumn = 1;

  /// @param file how the file is called in diagnostics
  /// @param text its characters, without a byte order mark
  SourceText(String file, String text) {
    this.file = file;
    this.text = text;
    this.plane0 = text.codePointCount(0, text.length()) == text.length();
  }

  /// Returns how the file is called.
  String file() {
    return file;
  }

  /// Returns all characters.
  String text() {
    return text;
  }

  /// Returns the offset of the code point with this index.
  int offset(int codePointIndex) {
    return plane0 ? codePointIndex : text.offsetByCodePoints(0, codePointIndex);
  }

  /// Returns the place of the characters from one offset to another, cut at the end of the line.
  SourceSpan span(int from, int to) {
    int start = Math.min(from, text.length());
    int line = lineAt(start);
    int lineStart = lineStarts()[line - 1];
    int end = Math.min(Math.max(to, start), lineEnd(line));
    int length = end <= start ? 1 : count(start, end);
    return new SourceSpan(file, line, columnAt(lineStart, start), length);
  }

  /// Counts from the place that was asked for last if it stands before on the same line: a file of
  /// one long line is asked about many places in it.
  private int columnAt(int lineStart, int offset) {
    if (counted < lineStart || counted > offset) {
      counted = lineStart;
      countedColumn = 1;
    }
    countedColumn += count(counted, offset);
    counted = offset;
    return countedColumn;
  }

  private int count(int from, int to) {
    return plane0 ? to - from : text.codePointCount(from, to);
  }

  /// Returns a line without its end, or an empty text if there is no such line.
  String line(int number) {
    int[] starts = lineStarts();
    if (number < 1 || number > starts.length) {
      return "";
    }
    int start = starts[number - 1];
    return text.substring(start, lineEnd(number));
  }

  private int lineAt(int offset) {
    int[] starts = lineStarts();
    int low = 0;
    int high = starts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low + 1;
  }

  private int lineEnd(int line) {
    int[] starts = lineStarts();
    int end = line < starts.length ? starts[line] : text.length();
    while (end > starts[line - 1] && isBreak(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private int[] lineStarts() {
    if (lineStarts.length == 0) {
      lineStarts = findLineStarts();
    }
    return lineStarts;
  }

  private int[] findLineStarts() {
    int[] starts = new int[64];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isBreak(c) || (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n')) {
        continue;
      }
      if (count == starts.length) {
        starts = java.util.Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = i + 1;
    }
    return java.util.Arrays.copyOf(starts, count);
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
