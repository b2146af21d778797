// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event.Detail;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.workflow.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The life of a step that waits for background steps, or cancels one.
///
/// @param site where the step is
/// @param step the step
/// @param end ends it
record ControlDecisions(Site site, Step step, StepEnd end) {

  /// @param running the step, or `null` if it has not begun
  List<Action> next(@Nullable Running running) {
    if (running == null) {
      return List.of(site.started(StepNames.plain(step)));
    }
    return switch (step.action()) {
      case Step.Action.Wait(var ids) -> await(named(ids));
      case Step.Action.WaitAll() -> await(all());
      case Step.Action.Cancel(var id) -> cancel(named(List.of(id)));
      case Step.Action.Parallel(var members) ->
          await(named(members.stream().map(Step::id).toList()));
      case Step.Action.Run _, Step.Action.Uses _ ->
          throw new IllegalStateException("it steers no other step: " + step.id());
    };
  }

  /// A step that this one is about.
  ///
  /// @param id how this step names it
  /// @param key which it is, or `null` if no background step before this one is called so
  /// @param name how it is shown
  /// @param state how far it is, or `null` if it never began or counts already
  private record Target(
      String id, @Nullable StepKey key, String name, @Nullable Background state) {}

  private List<Target> named(List<String> ids) {
    List<Target> targets = new ArrayList<>();
    for (String id : ids) {
      targets.add(target(id));
    }
    return targets;
  }

  private Target target(String id) {
    JobSpec spec = site.spec();
    for (int number = StepNumbers.first(site.standing()); number < site.key().number(); number++) {
      Step other = StepNumbers.step(spec, site.standing(), number);
      if (other != null && other.background() && other.id().equalsIgnoreCase(id)) {
        return target(number, other);
      }
    }
    return new Target(id, null, id, null);
  }

  private Target target(int number, Step other) {
    var key = new StepKey(site.key().job(), number);
    Background state = site.standing().position().background(key);
    return new Target(other.id(), key, StepNames.plain(other), state);
  }

  private List<Target> all() {
    List<Target> targets = new ArrayList<>();
    for (int number : site.standing().position().background().keySet()) {
      Step other = StepNumbers.step(site.spec(), site.standing(), number);
      if (other != null) {
        targets.add(target(number, other));
      }
    }
    return targets;
  }

  /// It fails for those that failed, so that what they did does not count twice.
  private List<Action> await(List<Target> targets) {
    List<Action> actions = new ArrayList<>();
    Result outcome = Result.SUCCESS;
    for (Target target : targets) {
      Background state = target.state();
      if (target.key() != null && state != null) {
        if (!state.isEnded()) {
          return List.of();
        }
        outcome = outcome.merge(state.result());
        actions.add(new Action.Decide(new Detail.StepJoined(target.key(), Result.SUCCESS)));
      }
    }
    report(targets, actions);
    actions.add(end.completed(outcome, null));
    return actions;
  }

  /// Whether a failure of what is cancelled counts is left to the end of the steps, as on GitHub.
  private List<Action> cancel(List<Target> targets) {
    List<Action> actions = new ArrayList<>();
    for (Target target : targets) {
      Background state = target.state();
      if (target.key() != null && state != null) {
        if (!state.isEnded()) {
          return state.cancelled()
              ? List.of()
              : List.of(new Action.Decide(new Detail.StepCancelled(target.key())));
        }
        actions.add(new Action.Decide(new Detail.StepJoined(target.key(), null)));
      }
    }
    report(targets, actions);
    actions.add(end.completed(Result.SUCCESS, null));
    return actions;
  }

  private void report(List<Target> targets, List<Action> actions) {
    List<String> lines = new ArrayList<>();
    for (Target target : targets) {
      if (target.key() == null) {
        site.remark(
            Annotation.Level.WARNING,
            "unknown " + target.id(),
            "no step `" + target.id() + "` runs in the background before this step",
            actions);
      } else {
        Background state = target.state();
        StepRecord record =
            state == null ? site.standing().ledger().step(target.id()) : state.record();
        Result conclusion = record.conclusion();
        lines.add(target.name() + ": " + (conclusion == null ? "skipped" : conclusion.word()));
      }
    }
    if (targets.isEmpty()) {
      lines.add("No step runs in the background.");
    }
    if (!lines.isEmpty()) {
      actions.add(site.log("targets", lines));
    }
  }
}
