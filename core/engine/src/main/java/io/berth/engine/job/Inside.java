// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Result;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes on inside of a step: the steps of the action that it uses, or what actions run after
/// the steps of the job.
///
/// @param action the action, or `null` after the steps of the job
/// @param steps what is known of the inner steps by their ids
/// @param status the status so far; never skipped
/// @param next how many inner steps have ended
/// @param child the inner step that runs, or `null` if one has to be decided
/// @param past the inner steps that used actions, as they were when they ended
record Inside(
    @Nullable Entered action,
    Map<String, StepRecord> steps,
    Result status,
    int next,
    @Nullable Running child,
    List<Past> past) {

  static final Inside AFTERWARDS = new Inside(null, Map.of(), Result.SUCCESS, 0, null, List.of());

  /// An inner step that has ended.
  ///
  /// @param step what the action says about it
  /// @param running what it was
  record Past(Step step, Running running) {}

  Inside {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    past = List.copyOf(past);
  }

  static Inside of(Entered action) {
    return new Inside(action, Map.of(), Result.SUCCESS, 0, null, List.of());
  }

  /// Returns the steps of the action; none if it is no composite action.
  List<Step> composed() {
    return action != null && action.manifest().runs() instanceof ActionRuns.Composite composite
        ? composite.steps()
        : List.of();
  }

  /// Returns where the inner step is that runs or comes next.
  ///
  /// @param around where the step around it is
  String place(String around) {
    return around + "." + (next + 1);
  }

  Inside started(Running step) {
    return new Inside(action, steps, status, next, step, past);
  }

  Inside with(Running step) {
    return new Inside(action, steps, status, next, step, past);
  }

  Inside ended(Result outcome, Result conclusion) {
    Map<String, StepRecord> known = new LinkedHashMap<>(steps);
    List<Past> used = new ArrayList<>(past);
    if (next < composed().size()) {
      Step step = composed().get(next);
      known.put(step.id(), record(step).ended(outcome, conclusion));
      if (child != null && child.inside() != null) {
        used.add(new Past(step, child));
      }
    }
    return new Inside(action, known, status.merge(conclusion), next + 1, null, used);
  }

  Inside withOutput(String name, String value) {
    if (next >= composed().size()) {
      return this;
    }
    Map<String, StepRecord> known = new LinkedHashMap<>(steps);
    Step step = composed().get(next);
    known.put(step.id(), record(step).withOutput(name, value));
    return new Inside(action, known, status, next, child, past);
  }

  /// Returns what an inner step was that used an action and ended, or `null` if none did.
  @Nullable Running past(Step step) {
    for (Past one : past) {
      if (one.step().id().equals(step.id())) {
        return one.running();
      }
    }
    return null;
  }

  private StepRecord record(Step step) {
    return steps.getOrDefault(step.id(), StepRecord.NEW);
  }
}
