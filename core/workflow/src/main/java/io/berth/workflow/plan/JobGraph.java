// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Job;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which jobs of a workflow wait for which. Ids are compared whatever their case.
public final class JobGraph {

  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private JobGraph(Collection<Node> nodes) {
    for (Node node : nodes) {
      this.nodes.putIfAbsent(lookupName(node.id()), node);
    }
  }

  /// A job in the graph.
  ///
  /// @param id its id
  /// @param span where its key stands
  /// @param needs the jobs it waits for
  public record Node(String id, SourceSpan span, List<Need> needs) {
    public Node {
      needs = List.copyOf(needs);
    }
  }

  /// One entry of `needs`.
  ///
  /// @param id the job that is waited for
  /// @param span where it is named
  public record Need(String id, SourceSpan span) {}

  /// Something that is wrong with a graph.
  ///
  /// @param error what is wrong, where, and what to do
  /// @param reference what GitHub says about it
  public record Flaw(BerthError error, String reference) {}

  /// Returns the graph of jobs that were found valid.
  public static JobGraph of(Collection<? extends Job> jobs) {
    List<Node> nodes = new ArrayList<>();
    for (Job job : jobs) {
      var head = job.head();
      List<Need> needs = new ArrayList<>();
      for (String id : head.needs()) {
        needs.add(new Need(id, head.span()));
      }
      nodes.add(new Node(head.id(), head.span(), needs));
    }
    return new JobGraph(nodes);
  }

  /// Returns all that keeps jobs from ever running: needs that name no job, jobs that wait for
  /// themselves, no job to begin with.
  ///
  /// @param nodes the jobs in the order of the file
  public static List<Flaw> check(Collection<Node> nodes) {
    var graph = new JobGraph(nodes);
    List<Flaw> flaws = new ArrayList<>();
    for (Node node : nodes) {
      for (Need need : node.needs()) {
        if (!graph.nodes.containsKey(lookupName(need.id()))) {
          flaws.add(graph.unknown(node, need));
        }
      }
    }
    graph.addCycles(flaws);
    return List.copyOf(flaws);
  }

  /// Returns the id of a job as it is written where it is defined.
  public Optional<String> id(String id) {
    var node = nodes.get(lookupName(id));
    return node == null ? Optional.empty() : Optional.of(node.id());
  }

  /// Returns the ids that look like the one given, best first, at most three.
  public List<String> similar(String id) {
    return Similar.to(id, ids());
  }

  /// Returns the ids of all jobs in the order of the file.
  public Set<String> ids() {
    Set<String> ids = new LinkedHashSet<>();
    for (Node node : nodes.values()) {
      ids.add(node.id());
    }
    return ids;
  }

  /// Returns the jobs that a job waits for, directly or not, without itself, in the order in which
  /// they are found.
  public Set<String> ancestors(String id) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(id));
    while (!open.isEmpty()) {
      var node = nodes.get(lookupName(open.removeFirst()));
      if (node == null) {
        continue;
      }
      for (Need need : node.needs()) {
        var parent = nodes.get(lookupName(need.id()));
        if (parent != null && found.add(parent.id())) {
          open.addLast(parent.id());
        }
      }
    }
    return found;
  }

  /// Returns these jobs and all that they wait for, directly or not, in the order of the file.
  public Set<String> withAncestors(Collection<String> ids) {
    Set<String> wanted = new HashSet<>();
    for (String id : ids) {
      wanted.add(lookupName(id));
      ancestors(id).forEach(ancestor -> wanted.add(lookupName(ancestor)));
    }
    Set<String> found = new LinkedHashSet<>();
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      if (wanted.contains(entry.getKey())) {
        found.add(entry.getValue().id());
      }
    }
    return found;
  }

  private Flaw unknown(Node node, Need need) {
    List<String> ids = new ArrayList<>();
    for (Node other : nodes.values()) {
      if (!other.id().equalsIgnoreCase(node.id())) {
        ids.add(other.id());
      }
    }
    return new Flaw(
        new BerthError(
            ErrorCode.WORKFLOW_INVALID,
            "job `" + node.id() + "` needs `" + need.id() + "`, and there is no such job",
            null,
            need.span(),
            Similar.to(need.id(), ids)),
        "Job '" + node.id() + "' depends on unknown job '" + need.id() + "'.");
  }

  private void addCycles(List<Flaw> flaws) {
    var first = firstNode();
    if (first == null) {
      return;
    }
    boolean startable = false;
    for (Node node : nodes.values()) {
      startable |= node.needs().isEmpty();
    }
    List<List<Need>> cycles = new JobCycles(nodes).find();
    if (!startable) {
      flaws.add(
          new Flaw(
              error(first.span(), "every job needs another one, so none can begin", cycles),
              "The workflow must contain at least one job with no dependencies."));
      return;
    }
    for (List<Need> cycle : cycles) {
      var last = cycle.getLast();
      var waiting = cycle.get(cycle.size() > 1 ? cycle.size() - 2 : 0);
      flaws.add(
          new Flaw(
              error(last.span(), "jobs wait for each other: " + path(cycle), List.of()),
              "Job '"
                  + waiting.id()
                  + "' depends on job '"
                  + last.id()
                  + "' which creates a cycle in the dependency graph."));
    }
  }

  private @Nullable Node firstNode() {
    var all = nodes.values().iterator();
    return all.hasNext() ? all.next() : null;
  }

  private static BerthError error(SourceSpan where, String problem, List<List<Need>> cycles) {
    var remedy = "Take one of these `needs` away.";
    if (!cycles.isEmpty()) {
      remedy = "Break the circle: " + path(cycles.getFirst()) + ".";
    }
    return new BerthError(ErrorCode.WORKFLOW_INVALID, problem, remedy, where, List.of());
  }

  private static String path(List<Need> cycle) {
    var text = new StringBuilder("`").append(cycle.getLast().id()).append('`');
    for (Need need : cycle) {
      text.append(" needs `").append(need.id()).append('`');
    }
    return text.toString();
  }

  static String lookupName(String id) {
    return id.toUpperCase(Locale.ROOT);
  }
}
