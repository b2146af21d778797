// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes graphs of jobs down for programs that draw them.
public final class GraphNotation {

  private GraphNotation() {}

  /// Returns all graphs in the notation of Mermaid, which forges draw in Markdown.
  public static String mermaid(List<Graph> graphs) {
    var text = new StringBuilder("flowchart LR\n");
    int number = 0;
    for (Graph graph : graphs) {
      text.append("  subgraph w").append(number).append("[\"");
      text.append(entities(graph.title())).append("\"]\n");
      Map<String, String> names = names(graph, "w" + number + "j");
      for (Graph.Node node : graph.nodes()) {
        text.append("    ")
            .append(names.get(node.id()))
            .append("[\"")
            .append(entities(node.title()));
        node.lines().forEach(line -> text.append("<br/>").append(entities(line)));
        text.append("\"]\n");
      }
      for (Graph.Node node : graph.nodes()) {
        for (String need : node.needs()) {
          if (names.containsKey(need)) {
            text.append("    ").append(names.get(need)).append(" --> ");
            text.append(names.get(node.id())).append('\n');
          }
        }
      }
      text.append("  end\n");
      number++;
    }
    return text.toString();
  }

  /// Returns all graphs in the notation of Graphviz.
  public static String dot(List<Graph> graphs) {
    var text =
        new StringBuilder("digraph jobs {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    int number = 0;
    for (Graph graph : graphs) {
      text.append("  subgraph cluster_").append(number).append(" {\n    label=");
      text.append(quoted(graph.title())).append(";\n");
      Map<String, String> names = names(graph, "w" + number + "j");
      for (Graph.Node node : graph.nodes()) {
        var label = new StringBuilder(node.title());
        node.lines().forEach(line -> label.append('\n').append(line));
        text.append("    ").append(names.get(node.id())).append(" [label=");
        text.append(quoted(label.toString())).append("];\n");
      }
      for (Graph.Node node : graph.nodes()) {
        for (String need : node.needs()) {
          if (names.containsKey(need)) {
            text.append("    ").append(names.get(need)).append(" -> ");
            text.append(names.get(node.id())).append(";\n");
          }
        }
      }
      text.append("  }\n");
      number++;
    }
    return text.append("}\n").toString();
  }

  /// Names that have no meaning in any notation.
  private static Map<String, String> names(Graph graph, String prefix) {
    Map<String, String> names = new HashMap<>();
    graph.nodes().forEach(node -> names.put(node.id(), prefix + names.size()));
    return names;
  }

  private static String entities(String text) {
    var escaped = new StringBuilder();
    String clean = Ansi.clean(text, false);
    for (int i = 0; i < clean.length(); i++) {
      char c = clean.charAt(i);
      boolean plain = Character.isLetterOrDigit(c) || " ./:,-_()×…".indexOf(c) >= 0;
      escaped.append(plain ? String.valueOf(c) : "#" + (int) c + ";");
    }
    return escaped.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
