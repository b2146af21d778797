// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event.Detail;
import io.berth.spi.Layout;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A step that carries out the action that it uses.
///
/// @param site where the step is
/// @param id the id of the step
/// @param end ends it
record Performing(Site site, String id, StepEnd end) {

  List<Action> next(Running running, Inside inside, Entered action, Layout layout) {
    boolean stopped = running.stop().wanted() || site.stopped() || site.standing().ending().over();
    return switch (action.manifest().runs()) {
      case ActionRuns.Composite composite ->
          compose(running, inside, action, layout, composite.steps(), stopped);
      case ActionRuns.JavaScript script -> {
        Detail.StepPrepared prepared = running.prepared();
        if (prepared != null) {
          yield new StepProcess(site, id, action).actions(running, layout, prepared);
        }
        var node = new NodeProcess(site, end, action, site.state(running));
        yield stopped ? ended(List.of()) : node.prepare(layout, script.main());
      }
      case ActionRuns.Docker _, ActionRuns.Plugin _ ->
          throw new IllegalStateException("refused when it was entered: " + id);
    };
  }

  private List<Action> compose(
      Running running,
      Inside inside,
      Entered action,
      Layout layout,
      List<Step> steps,
      boolean stopped) {
    Running child = inside.child();
    Site inner = site.inAction(running, inside, action);
    if (child == null && stopped) {
      return ended(List.of());
    }
    if (child == null && inside.next() >= steps.size()) {
      return ended(outputs(inner, action, layout));
    }
    return StepDecisions.of(inner, steps.get(inside.next())).next(child);
  }

  /// Only what the action declares gets out of it.
  private List<Action> outputs(Site inner, Entered action, Layout layout) {
    Evaluator evaluator = inner.evaluator(layout, id, action.how().env());
    List<Action> actions = new ArrayList<>();
    for (Map.Entry<String, ActionManifest.Output> output : action.manifest().outputs().entrySet()) {
      try {
        String value = evaluator.text(output.getValue().value());
        if (value != null) {
          actions.add(new Action.Decide(new Detail.OutputSet(site.key(), output.getKey(), value)));
        }
      } catch (BadTemplate bad) {
        actions.add(new Action.Decide(new Detail.StepFaulted(site.key(), bad.line(), true)));
        actions.add(
            new Action.Decide(Failures.remark(site.key(), Annotation.Level.ERROR, bad.line())));
      }
    }
    return actions;
  }

  private List<Action> ended(List<Action> before) {
    List<Action> actions = new ArrayList<>(before);
    actions.add(new Action.Decide(new Detail.ProcessEnded(site.key(), null, null)));
    return actions;
  }
}
