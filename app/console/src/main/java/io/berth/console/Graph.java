// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Jobs and what they wait for, to be drawn.
///
/// @param title what stands above it
/// @param subtitle what stands below the title
/// @param nodes the jobs in the order of the file
public record Graph(String title, String subtitle, List<Node> nodes) {

  public Graph {
    nodes = List.copyOf(nodes);
  }

  /// What a job is besides itself.
  public enum Kind {
    /// A job with steps.
    JOB,
    /// A job with several legs.
    MATRIX,
    /// A job that calls a workflow.
    CALL
  }

  /// A job.
  ///
  /// @param id its key
  /// @param title how it is called
  /// @param lines more about it
  /// @param kind what it is
  /// @param needs the keys of the jobs that it waits for; keys that no job has are passed over
  public record Node(String id, String title, List<String> lines, Kind kind, List<String> needs) {
    public Node {
      lines = List.copyOf(lines);
      needs = List.copyOf(needs);
    }
  }

  /// Returns for each node how many jobs there are before it on the longest way to it.
  Map<String, Integer> levels() {
    Map<String, Node> byId = new HashMap<>();
    nodes.forEach(node -> byId.put(node.id(), node));
    Map<String, Integer> levels = new HashMap<>();
    nodes.forEach(node -> level(node, byId, levels));
    return levels;
  }

  private static int level(Node node, Map<String, Node> byId, Map<String, Integer> levels) {
    Integer known = levels.get(node.id());
    if (known != null) {
      return known;
    }
    int level = 0;
    levels.put(node.id(), 0);
    List<Node> needed = new ArrayList<>();
    node.needs()
        .forEach(id -> needed.addAll(byId.containsKey(id) ? List.of(byId.get(id)) : List.of()));
    for (Node one : needed) {
      level = Math.max(level, level(one, byId, levels) + 1);
    }
    levels.put(node.id(), level);
    return level;
  }
}
