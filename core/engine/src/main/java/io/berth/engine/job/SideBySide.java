// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;
import io.berth.workflow.Job;
import io.berth.workflow.Step;
import java.util.ArrayList;
import java.util.List;

/// Steps that run side by side.
final class SideBySide {

  /// How many background steps of a job run at a time, as on GitHub; others wait for their turn.
  static final int MOST = 10;

  private SideBySide() {}

  /// Puts the steps of each group of parallel steps in front of the group, as background steps:
  /// what is left of the group waits for them.
  static JobSpec spread(JobSpec spec) {
    Job.Steps job = spec.job();
    boolean grouped = false;
    List<Step> steps = new ArrayList<>();
    for (Step step : job.steps()) {
      if (step.action() instanceof Step.Action.Parallel(var members)) {
        grouped = true;
        for (Step member : members) {
          steps.add(inBackground(member));
        }
      }
      steps.add(step);
    }
    return grouped
        ? new JobSpec(
            spec.info(),
            spec.workflow(),
            new Job.Steps(
                job.head(),
                job.runsOn(),
                job.layers(),
                job.limits(),
                job.settings(),
                job.outputs(),
                steps),
            spec.contexts(),
            spec.secrets(),
            spec.labels(),
            spec.failureAllowed())
        : spec;
  }

  private static Step inBackground(Step step) {
    return new Step(
        step.id(),
        step.name(),
        step.condition(),
        step.settings(),
        true,
        step.action(),
        step.span());
  }

  /// Returns whether a job has background steps.
  static boolean isIn(Job.Steps job) {
    for (Step step : job.steps()) {
      if (step.background()) {
        return true;
      }
    }
    return false;
  }

  /// Returns whether a step runs nothing, but steers steps that run in the background. It has no
  /// condition and always takes place.
  static boolean isControl(Step step) {
    return switch (step.action()) {
      case Step.Action.Run _, Step.Action.Uses _ -> false;
      case Step.Action.Wait _,
          Step.Action.WaitAll _,
          Step.Action.Cancel _,
          Step.Action.Parallel _ ->
          true;
    };
  }
}
