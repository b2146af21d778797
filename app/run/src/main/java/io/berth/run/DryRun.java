// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.Result;
import io.berth.workflow.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a dry run cannot decide: jobs that are computed from what other jobs give. They are taken
/// as if they had succeeded, and it is said.
final class DryRun {

  private final Set<JobKey> late = new HashSet<>();
  private final List<String> notices = new ArrayList<>();

  DryRun(Plan plan) {
    plan.jobs().forEach(job -> add("", job));
  }

  private void add(String caller, Plan.PlannedJob job) {
    String id = caller + job.id();
    if (job.matrix() instanceof Plan.Foreseen.Late(var source)) {
      add("the legs", id, source);
    }
    for (Plan.PlannedLeg leg : job.legs()) {
      String key = caller + leg.id();
      if (leg.labels() instanceof Plan.Foreseen.Late(var source)) {
        add("the labels", key, source);
      }
      leg.jobs().forEach(called -> add(key + "/", called));
    }
  }

  private void add(String what, String id, String source) {
    late.add(new JobKey(id));
    notices.add(what + " of `" + id + "` are known when the run reaches it: `" + source + "`");
  }

  /// Returns what to say before it begins.
  List<String> notices() {
    return notices;
  }

  /// Returns what to take for a decision.
  Event taken(Event decided) {
    return decided instanceof Event.JobCompleted ended
            && ended.result() == Result.FAILURE
            && late.contains(ended.job())
        ? new Event.JobCompleted(
            ended.job(), Result.SUCCESS, ended.failureAllowed(), Map.of(), null)
        : decided;
  }
}
