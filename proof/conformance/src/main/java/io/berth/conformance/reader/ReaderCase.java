// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.reader;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One file of the suite: documents between lines of `---`.
///
/// @param name the name of the file
/// @param options what applies
/// @param workflow the workflow that is read
/// @param called the workflows that it may call, by what `uses` says
/// @param expected the JSON that must come out
record ReaderCase(
    String name, Options options, String workflow, Map<String, String> called, Value expected) {

  /// The first document.
  ///
  /// @param values the scalars by key
  /// @param skipped the readers for which the case does not hold
  record Options(Map<String, String> values, List<String> skipped) {

    /// Returns a whole number, or another one if the option is absent.
    int number(String key, int absent) {
      String value = values.get(key);
      return value == null ? absent : Integer.parseInt(value);
    }

    /// Returns whether places are part of the expected JSON. They are unless the option is false.
    boolean includesSource() {
      return values.getOrDefault("include-source", "false").equals("true");
    }

    /// Returns whether the case holds only for the reader of editors, which reads `on` strictly
    /// and shows the events.
    boolean isForEditors() {
      return skipped.contains("Go") && skipped.contains("C#");
    }
  }

  static ReaderCase parse(String name, String text) {
    List<String> documents = split(text);
    Map<String, String> called = new LinkedHashMap<>();
    for (int i = 2; i + 1 < documents.size() - 1; i += 2) {
      called.put(documents.get(i).strip(), documents.get(i + 1));
    }
    Value expected = Json.parse(documents.get(documents.size() - 1));
    return new ReaderCase(name, options(documents.get(0)), documents.get(1), called, expected);
  }

  private static List<String> split(String text) {
    List<String> documents = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\r?\n", -1)) {
      if (line.stripTrailing().equals("---")) {
        documents.add(String.join("\n", lines));
        lines.clear();
      } else {
        lines.add(line);
      }
    }
    documents.add(String.join("\n", lines));
    return documents;
  }

  private static Options options(String document) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> skipped = new ArrayList<>();
    for (String line : document.split("\n", -1)) {
      int comment = line.indexOf(" #");
      String content = (comment < 0 ? line : line.substring(0, comment)).strip();
      int colon = content.indexOf(':');
      if (content.startsWith("- ")) {
        skipped.add(content.substring(2).strip());
      } else if (colon > 0 && !content.startsWith("#")) {
        values.put(content.substring(0, colon), content.substring(colon + 1).strip());
      }
    }
    return new Options(values, skipped);
  }
}
