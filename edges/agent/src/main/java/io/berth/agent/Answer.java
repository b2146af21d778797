// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import java.util.Set;

/// What the agent answered.
///
/// @param word the first word: what became of the request
/// @param rest what follows it in the line
/// @param data what follows the line
record Answer(String word, String rest, byte[] data) {

  /// The first words that there are.
  static final Set<String> WORDS =
      Set.of(
          "done", "failed", "stale", "over", "started", "known", "data", "none", "empty", "end",
          "bad", "unknown", "running", "ended", "left", "list", "who");

  private static final byte[] NONE = {};

  /// Reads a line that no data follows.
  static Answer of(String line) {
    int blank = line.indexOf(' ');
    return blank < 0
        ? new Answer(line, "", NONE)
        : new Answer(line.substring(0, blank), line.substring(blank + 1), NONE);
  }

  Answer with(byte[] content) {
    return new Answer(word, rest, content);
  }

  boolean is(String expected) {
    return word.equals(expected);
  }
}
