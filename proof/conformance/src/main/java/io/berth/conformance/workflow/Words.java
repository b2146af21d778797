// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import io.berth.expressions.Json;
import java.util.ArrayList;
import java.util.List;

/// Words and values as a case writes them.
final class Words {

  private Words() {}

  /// Splits a line at blanks; a word in single quotes may contain some.
  static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    var begun = false;
    var quoted = false;
    for (int at = 0; at < line.length(); at++) {
      var letter = line.charAt(at);
      if (letter == '\'') {
        quoted = !quoted;
        begun = true;
      } else if (letter == ' ' && !quoted) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(letter);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  /// Returns a text as it stands, or what it says in JSON if it is in double quotes.
  static String value(String text) {
    var quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? Json.parse(text).asString() : text;
  }
}
