// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Table;
import io.berth.console.Theme;
import io.berth.expressions.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The plugins that there are, for people and for machines.
///
/// @param file the configuration, empty if there is none
/// @param found the programs that are not enabled
record PluginsReport(String file, List<Configured> configured, List<FoundPlugins.Found> found) {

  /// A backend of the configuration.
  ///
  /// @param where its address or command
  /// @param state how it is, in words
  record Configured(String name, String where, String protocol, String state) {}

  String text(Theme theme) {
    var text = new StringBuilder();
    if (configured.isEmpty()) {
      text.append("no plugin is configured");
      text.append(file.isEmpty() ? ": there is no configuration\n" : " in " + file + "\n");
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("NAME", "WHERE", "SPEAKS", "STATE"));
      for (Configured one : configured) {
        rows.add(List.of(one.name(), one.where(), one.protocol(), one.state()));
      }
      Table.rows(rows, theme).forEach(row -> text.append(row).append('\n'));
    }
    if (!found.isEmpty()) {
      text.append("\nnot enabled; a line of these below `backends:` in ");
      text.append(file.isEmpty() ? "~/.config/berth/berth.yaml" : file).append(" enables one:\n");
      found.forEach(one -> text.append("  ").append(Table.clean(one.line())).append('\n'));
    }
    return text.toString();
  }

  String json() {
    var out = new StringBuilder("{");
    fields(Map.of("configuration", file), List.of("configuration"), out);
    out.append(",\"plugins\":[");
    String separator = "";
    for (Configured one : configured) {
      fields(
          Map.of(
              "name", one.name(),
              "where", one.where(),
              "protocol", one.protocol(),
              "state", one.state()),
          List.of("name", "where", "protocol", "state"),
          out.append(separator).append('{'));
      out.append('}');
      separator = ",";
    }
    out.append("],\"notEnabled\":[");
    separator = "";
    for (FoundPlugins.Found one : found) {
      fields(
          Map.of("program", one.program(), "line", one.line()),
          List.of("program", "line"),
          out.append(separator).append('{'));
      out.append('}');
      separator = ",";
    }
    return out.append("]}\n").toString();
  }

  private static void fields(Map<String, String> values, List<String> order, StringBuilder out) {
    String separator = "";
    for (String name : order) {
      Json.quote(name, out.append(separator));
      Json.quote(values.getOrDefault(name, ""), out.append(':'));
      separator = ",";
    }
  }
}
