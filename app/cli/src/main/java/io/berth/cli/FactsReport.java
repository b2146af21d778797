// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Table;
import io.berth.expressions.Json;
import io.berth.expressions.JsonException;
import io.berth.expressions.Value;
import io.berth.plugin.PluginFacts;
import io.berth.spi.Capabilities;
import io.berth.spi.Layer;
import io.berth.spi.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a plugin says of itself, for people and for machines.
///
/// @param where it was asked
record FactsReport(PluginFacts facts, String where) {

  private static final int WIDTH = 14;
  private static final int LONGEST = 300;
  private static final long MIB = 1 << 20;

  String text() {
    var text = new StringBuilder();
    PluginFacts.Identity who = facts.identity();
    PluginFacts.Condition how = facts.condition();
    row("name", who.name(), text);
    row("version", who.version(), text);
    row("at", where, text);
    row("speaks", who.protocol(), text);
    row("instance", who.instance(), text);
    row("state", word(how.state()) + (how.problem().isEmpty() ? "" : ": " + how.problem()), text);
    capabilities().forEach((name, value) -> row(name, value, text));
    limits().forEach((name, value) -> row(name, said(name, value), text));
    row("features", String.join(", ", who.features()), text);
    row("configuration", String.join(", ", keys(facts.schemas().configuration())), text);
    row("labels", String.join(", ", keys(facts.schemas().label())), text);
    return text.toString();
  }

  /// Leaves out what is not said.
  private static void row(String name, String value, StringBuilder text) {
    String shown =
        Table.clean(value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value);
    if (!shown.isBlank()) {
      text.append(name).repeat(' ', WIDTH - name.length()).append(' ').append(shown).append('\n');
    }
  }

  private Map<String, String> capabilities() {
    Capabilities can = facts.capabilities();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("isolation", word(can.isolation()));
    rows.put("recovery", word(can.recovery()));
    rows.put("signals", words(can.signals()));
    for (Layer layer : Layer.values()) {
      rows.put(word(layer), word(can.realisation(layer)));
    }
    rows.put("access", can.access().isEmpty() ? "none" : words(can.access()));
    for (Resources.Kind kind : Resources.Kind.values()) {
      Capabilities.Sizing sizing = can.sizing().get(kind);
      if (sizing != null) {
        rows.put(word(kind), word(sizing));
      }
    }
    return rows;
  }

  private Map<String, Long> limits() {
    Capabilities.Limits limits = facts.capabilities().limits();
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("environments", most(limits.environments()));
    rows.put("commands", most(limits.executions()));
    rows.put("calls", most(limits.calls()));
    rows.put("output kept", limits.retainedBytes());
    rows.put("files at once", limits.batchBytes());
    rows.put("longest lease", limits.maxLease().toSeconds());
    return rows;
  }

  /// Returns 0 where there is no limit, however it is told.
  private static long most(int limit) {
    return limit == Integer.MAX_VALUE ? 0 : limit;
  }

  private static String said(String name, long value) {
    return switch (name) {
      case "environments", "calls" -> count(value) + " at once";
      case "commands" -> count(value) + " at once in an environment";
      case "output kept" -> size(value) + " before a command waits for its reader";
      case "files at once" -> size(value);
      default -> value % 3600 == 0 ? value / 3600 + " h" : value + " s";
    };
  }

  private static String size(long bytes) {
    return bytes >= MIB && bytes % MIB == 0 ? bytes / MIB + " MiB" : bytes + " bytes";
  }

  private static String count(long most) {
    return most == 0 ? "any number" : Long.toString(most);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static <E extends Enum<E>> String words(Set<E> values) {
    List<String> words = new ArrayList<>();
    new TreeSet<>(values).forEach(value -> words.add(word(value)));
    return String.join(", ", words);
  }

  /// Returns the keys that a JSON Schema tells of.
  private static List<String> keys(String schema) {
    try {
      return !schema.isEmpty()
              && Json.parse(schema) instanceof Value.ObjectValue object
              && object.members().get("properties") instanceof Value.ObjectValue properties
          ? List.copyOf(properties.members().keySet())
          : List.of();
    } catch (JsonException e) {
      return List.of("(the schema is no JSON: " + e.getMessage() + ")");
    }
  }

  String json() {
    var out = new StringBuilder("{");
    PluginFacts.Identity who = facts.identity();
    text("name", who.name(), out);
    text("version", who.version(), out.append(','));
    text("at", where, out.append(','));
    text("protocol", who.protocol(), out.append(','));
    text("instance", who.instance(), out.append(','));
    text("state", word(facts.condition().state()), out.append(','));
    text("problem", facts.condition().problem(), out.append(','));
    out.append(",\"capabilities\":{");
    String separator = "";
    for (Map.Entry<String, String> entry : capabilities().entrySet()) {
      text(entry.getKey(), entry.getValue(), out.append(separator));
      separator = ",";
    }
    out.append("},\"limits\":{");
    separator = "";
    for (Map.Entry<String, Long> entry : limits().entrySet()) {
      Json.quote(entry.getKey(), out.append(separator));
      out.append(':').append(entry.getValue());
      separator = ",";
    }
    out.append("},");
    texts("features", who.features(), out);
    texts("configurationKeys", keys(facts.schemas().configuration()), out.append(','));
    texts("labelKeys", keys(facts.schemas().label()), out.append(','));
    return out.append("}\n").toString();
  }

  private static void text(String name, String value, StringBuilder out) {
    Json.quote(name, out);
    Json.quote(value, out.append(':'));
  }

  private static void texts(String name, List<String> values, StringBuilder out) {
    Json.quote(name, out);
    out.append(":[");
    String separator = "";
    for (String value : values) {
      Json.quote(value, out.append(separator));
      separator = ",";
    }
    out.append(']');
  }
}
