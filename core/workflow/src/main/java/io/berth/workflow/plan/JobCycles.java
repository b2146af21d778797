// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.workflow.plan.JobGraph.Need;
import io.berth.workflow.plan.JobGraph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds jobs that wait for themselves. It does not recurse: a file has room for tens of thousands
/// of jobs, each waiting for the next.
final class JobCycles {

  private final Map<String, Node> nodes;
  private final Map<String, Integer> depthOnPath = new HashMap<>();
  private final List<Frame> path = new ArrayList<>();
  private final List<List<Need>> cycles = new ArrayList<>();

  JobCycles(Map<String, Node> nodes) {
    this.nodes = nodes;
  }

  private static final class Frame {

    final Node node;
    int next;

    Frame(Node node) {
      this.node = node;
    }

    Need followed() {
      return node.needs().get(next - 1);
    }
  }

  /// Returns one circle for every edge that closes one, as the needs along it.
  List<List<Need>> find() {
    for (Node node : nodes.values()) {
      enter(node);
      while (!path.isEmpty()) {
        advance(path.getLast());
      }
    }
    return cycles;
  }

  private void enter(Node node) {
    if (!depthOnPath.containsKey(JobGraph.lookupName(node.id()))) {
      depthOnPath.put(JobGraph.lookupName(node.id()), path.size());
      path.add(new Frame(node));
    }
  }

  private void advance(Frame frame) {
    if (frame.next == frame.node.needs().size()) {
      depthOnPath.put(JobGraph.lookupName(frame.node.id()), Integer.MAX_VALUE);
      path.removeLast();
      return;
    }
    frame.next++;
    var parent = nodes.get(JobGraph.lookupName(frame.followed().id()));
    if (parent == null) {
      return;
    }
    int depth = depthOnPath.getOrDefault(JobGraph.lookupName(parent.id()), Integer.MAX_VALUE);
    if (depth < path.size()) {
      cycles.add(path.subList(depth, path.size()).stream().map(Frame::followed).toList());
    } else {
      enter(parent);
    }
  }
}
