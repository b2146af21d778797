// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.workflow.Job;
import io.berth.workflow.Similar;
import java.util.ArrayDeque;
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

/// Which jobs of a valid workflow wait for which. Ids are compared whatever their case.
public final class JobGraph {

  private final Map<String, Job.Head> nodes = new LinkedHashMap<>();

  private JobGraph(Collection<? extends Job> jobs) {
    for (Job job : jobs) {
      nodes.put(lookupName(job.head().id()), job.head());
    }
  }

  /// Returns the graph of the jobs of a workflow.
  public static JobGraph of(Collection<? extends Job> jobs) {
    return new JobGraph(jobs);
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
    for (Job.Head node : nodes.values()) {
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
      for (String need : node.needs()) {
        var parent = nodes.get(lookupName(need));
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
    for (Map.Entry<String, Job.Head> entry : nodes.entrySet()) {
      if (wanted.contains(entry.getKey())) {
        found.add(entry.getValue().id());
      }
    }
    return found;
  }

  private static String lookupName(String id) {
    return id.toUpperCase(Locale.ROOT);
  }
}
