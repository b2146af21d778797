// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The events that are known, with what may be said about each. Only a check needs them.
final class EventKinds {

  private static final Map<String, EventKind> ALL = read();

  /// One event.
  ///
  /// @param types its activity types; `*` if any text is one
  /// @param keys the keys it has beside `types`
  record EventKind(List<String> types, List<String> keys) {}

  private EventKinds() {}

  /// Returns the known events by name.
  static Map<String, EventKind> all() {
    return ALL;
  }

  private static Map<String, EventKind> read() {
    Map<String, EventKind> events = new LinkedHashMap<>();
    for (String line : text().split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> types = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<String> words = List.of(line.split(" ", -1));
        List<String> into = types;
        for (String word : words.subList(1, words.size())) {
          if (word.equals("/")) {
            into = keys;
          } else {
            into.add(word);
          }
        }
        events.put(words.get(0), new EventKind(types, keys));
      }
    }
    return events;
  }

  private static String text() {
    try (InputStream stream = EventKinds.class.getResourceAsStream("events.txt")) {
      if (stream == null) {
        throw new IllegalStateException("the table of events is not in the distribution");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
