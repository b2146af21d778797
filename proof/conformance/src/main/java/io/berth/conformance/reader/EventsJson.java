// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.reader;

import io.berth.expressions.Value;
import io.berth.workflow.Template;
import io.berth.workflow.Triggers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns `on` into the JSON that GitHub's reader for editors gives.
final class EventsJson {

  private static final Set<String> LISTS =
      Set.of(
          "types",
          "branches",
          "branches-ignore",
          "tags",
          "tags-ignore",
          "paths",
          "paths-ignore",
          "workflows",
          "names",
          "versions",
          "options");

  private EventsJson() {}

  static Value of(Triggers triggers) {
    Map<String, Value> events = new LinkedHashMap<>();
    triggers.events().forEach((name, event) -> events.put(name, event(event)));
    return Value.object(events);
  }

  private static Value event(Template event) {
    Value value = plain(event);
    return value instanceof Value.NullValue ? Value.object(Map.<String, Value>of()) : value;
  }

  private static Value plain(Template template) {
    return switch (template) {
      case Template.Literal literal -> literal.value();
      case Template.Computed computed -> Value.of(computed.source());
      case Template.Insert insert -> Value.NULL;
      case Template.Sequence sequence -> {
        List<Value> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(plain(item)));
        yield Value.array(items);
      }
      case Template.Mapping mapping -> {
        Map<String, Value> members = new LinkedHashMap<>();
        for (Template.Entry entry : mapping.entries()) {
          if (entry.key() instanceof Template.Literal key) {
            String name = key.value().asString();
            Value value = plain(entry.value());
            boolean list = LISTS.contains(name) && value instanceof Value.StringValue;
            members.put(name, list ? Value.array(List.of(value)) : value);
          }
        }
        yield Value.object(members);
      }
    };
  }
}
