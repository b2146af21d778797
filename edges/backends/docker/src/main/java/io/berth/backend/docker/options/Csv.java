// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.ArrayList;
import java.util.List;

/// Fields with commas between them; one that holds a comma stands in double quotes.
final class Csv {

  private Csv() {}

  static List<String> fields(String text) throws Malformed {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' && quoted && text.startsWith("\"\"", at)) {
        field.append('"');
        at++;
      } else if (c == '"' && (quoted || field.isEmpty())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw new Malformed("a quote in `" + text + "` is not closed", "close it");
    }
    fields.add(field.toString());
    return fields;
  }
}
