// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Whether every job that is waited for exists, and no job waits for itself in the end.
final class NeedsCheck {

  private final Members jobs;
  private final Findings findings;
  private final Map<String, String> byLowerCase = new LinkedHashMap<>();

  private NeedsCheck(Members jobs, Findings findings) {
    this.jobs = jobs;
    this.findings = findings;
    for (String id : jobs.entries().keySet()) {
      byLowerCase.put(id.toLowerCase(Locale.ROOT), id);
    }
  }

  static void check(Members jobs, Findings findings) {
    new NeedsCheck(jobs, findings).run();
  }

  private void run() {
    boolean start = false;
    for (Map.Entry<String, Template.Entry> job : jobs.entries().entrySet()) {
      List<Template.Literal> needs = needs(job.getKey());
      start |= needs.isEmpty();
      Set<String> seen = new HashSet<>();
      for (Template.Literal need : needs) {
        checkNeed(job.getKey(), need, seen);
      }
    }
    if (!start && !jobs.entries().isEmpty()) {
      findings.error(
          Rule.NEEDS,
          jobs.entries().values().iterator().next().key().span(),
          Remark.of(
                  "every job waits for another one, so none can start",
                  "The workflow must contain at least one job with no dependencies.")
              .fix("Let at least one job have no `needs`."));
    }
    findCycles();
  }

  private List<Template.Literal> needs(String id) {
    Template.Entry entry = jobs.entries().get(id);
    return entry == null ? List.of() : Members.of(entry.value()).literals("needs");
  }

  private void checkNeed(String job, Template.Literal need, Set<String> seen) {
    String id = need.value().asString();
    if (id.isEmpty()) {
      return;
    }
    if (seen.contains(id.toLowerCase(Locale.ROOT))) {
      findings.lint(
          Rule.NEEDS,
          need.span(),
          Remark.of("`needs` of job `" + job + "` names `" + id + "` twice", null)
              .fix("Remove one of the two; case makes no difference."));
      return;
    }
    seen.add(id.toLowerCase(Locale.ROOT));
    if (!byLowerCase.containsKey(id.toLowerCase(Locale.ROOT))) {
      findings.error(
          Rule.NEEDS,
          need.span(),
          Remark.of(
                  "job `" + job + "` needs `" + id + "`, and there is no such job",
                  "Job '" + job + "' depends on unknown job '" + id + "'.")
              .similarTo(Similar.to(id, jobs.entries().keySet())));
    }
  }

  /// A job on the path that is followed, and how many of its needs have been followed.
  private static final class Visit {
    final String id;
    final List<Template.Literal> needs;
    int followed;

    Visit(String id, List<Template.Literal> needs) {
      this.id = id;
      this.needs = needs;
    }
  }

  /// Follows needs to their end, without recursion: a file may chain thousands of jobs.
  private void findCycles() {
    Set<String> done = new HashSet<>();
    for (String id : jobs.entries().keySet()) {
      Map<String, Visit> path = new LinkedHashMap<>();
      Deque<Visit> stack = new ArrayDeque<>();
      enter(id, path, stack, done);
      while (!stack.isEmpty()) {
        Visit visit = stack.getLast();
        if (visit.followed == visit.needs.size()) {
          stack.removeLast();
          path.remove(visit.id);
          done.add(visit.id);
        } else {
          follow(visit, path, stack, done);
        }
      }
    }
  }

  private void follow(Visit visit, Map<String, Visit> path, Deque<Visit> stack, Set<String> done) {
    Template.Literal need = visit.needs.get(visit.followed++);
    String next = byLowerCase.get(need.value().asString().toLowerCase(Locale.ROOT));
    if (next == null) {
      return;
    }
    if (path.containsKey(next)) {
      reportCycle(visit.id, next, need.span(), new ArrayList<>(path.keySet()));
    } else {
      enter(next, path, stack, done);
    }
  }

  private void enter(String id, Map<String, Visit> path, Deque<Visit> stack, Set<String> done) {
    if (!done.contains(id)) {
      Visit visit = new Visit(id, needs(id));
      path.put(id, visit);
      stack.addLast(visit);
    }
  }

  private void reportCycle(String from, String to, SourceSpan where, List<String> path) {
    List<String> cycle = new ArrayList<>(path.subList(path.indexOf(to), path.size()));
    cycle.add(to);
    findings.error(
        Rule.NEEDS,
        where,
        Remark.of(
            "jobs wait for each other: `" + String.join("` needs `", cycle) + "`",
            "Job '"
                + from
                + "' depends on job '"
                + to
                + "' which creates a cycle in the dependency"
                + " graph."));
  }
}
