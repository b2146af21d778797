// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

/// Finds where a workflow command may stand, without looking at every byte: both forms begin with
/// two equal characters side by side, so every second byte is enough.
final class Candidates {

  private Candidates() {}

  /// Returns the position of the next `::` that only white space precedes in its line, or of the
  /// next `##[`; `to` if there is none.
  ///
  /// @param start the start of a line, before which nothing is looked at
  /// @param from where to begin
  static int next(byte[] text, int start, int from, int to) {
    for (int i = from + 1; i < to; i += 2) {
      byte b = text[i];
      if (b == ':') {
        if (text[i - 1] == ':' && beginsLine(text, start, i - 1)) {
          return i - 1;
        }
        if (i + 1 < to && text[i + 1] == ':' && beginsLine(text, start, i)) {
          return i;
        }
      } else if (b == '#') {
        if (i + 1 < to && text[i - 1] == '#' && text[i + 1] == '[') {
          return i - 1;
        }
        if (i + 2 < to && text[i + 1] == '#' && text[i + 2] == '[') {
          return i;
        }
      }
    }
    return to;
  }

  private static boolean beginsLine(byte[] text, int start, int at) {
    int i = at;
    while (i > start && isBlank(text[i - 1])) {
      i--;
    }
    return i == start || text[i - 1] == '\n';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == 0x0b || b == '\f';
  }
}
