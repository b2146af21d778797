// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail;
import io.berth.engine.Result;
import io.berth.spi.Layout;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step before those of the file: what the action of one of them, or of a step of such an action,
/// runs beforehand.
///
/// @param site where it runs
/// @param step the step that uses the action
/// @param action the action
/// @param end ends it
record BeforehandDecisions(Site site, Step step, Fetched.Remote action, StepEnd end) {

  static BeforehandDecisions of(Site site, Step step, Fetched.Remote action) {
    var settings = step.settings();
    return new BeforehandDecisions(
        site,
        step,
        action,
        new StepEnd(site, step.id(), settings.env(), settings.continueOnError()));
  }

  /// @param running what runs beforehand, or `null` if it has not begun
  List<Action> next(@Nullable Running running) {
    Layout layout = site.standing().layout();
    boolean over = site.standing().ending().over();
    if (running == null || layout == null) {
      return layout == null || over ? skip() : begin(layout);
    }
    Detail.ProcessEnded ended = running.ended();
    if (ended != null) {
      return end.of(running, ended);
    }
    boolean decided = running.stop().goesOn() != null || site.stopped();
    if (site.standing().ending().cancelled() && !decided) {
      return List.of(
          new Action.Decide(new Detail.StepReconsidered(site.key(), !over && goesOn(layout))));
    }
    try {
      return perform(running, layout, running.stop().wanted() || site.stopped() || over);
    } catch (BadTemplate bad) {
      return end.fail(List.of(bad.line()), null);
    }
  }

  private List<Action> skip() {
    return List.of(site.completed(Result.SKIPPED, Result.SKIPPED, null));
  }

  private List<Action> begin(Layout layout) {
    List<Action> actions = new ArrayList<>();
    try {
      Evaluator evaluator = evaluator(layout);
      if (!holds(evaluator)) {
        return skip();
      }
      addStart(StepNames.shown(step, evaluator), actions);
    } catch (BadTemplate bad) {
      addStart(StepNames.plain(step), actions);
      actions.addAll(end.fail(List.of(bad.line()), null));
    }
    return actions;
  }

  private void addStart(String plain, List<Action> actions) {
    String name = Beforehand.name(plain);
    if (site.isInner()) {
      actions.add(site.log("header", List.of(name)));
    }
    actions.add(site.started(name));
  }

  private boolean goesOn(Layout layout) {
    try {
      return holds(evaluator(layout));
    } catch (BadTemplate bad) {
      return false;
    }
  }

  /// The steps of an action have conditions of their own.
  private boolean holds(Evaluator evaluator) {
    return !(action.manifest().runs() instanceof ActionRuns.JavaScript script)
        || script.pre() == null
        || evaluator.holds(script.pre().condition());
  }

  private List<Action> perform(Running running, Layout layout, boolean stopped) {
    Inside inside = running.inside();
    Entered entered = inside == null ? null : inside.action();
    Detail.StepPrepared prepared = running.prepared();
    if (prepared != null) {
      return new StepProcess(site, step.id(), entered).actions(running, layout, prepared);
    }
    if (inside != null && inside.child() != null && entered != null) {
      return compose(running, inside, entered);
    }
    if (stopped) {
      return ended();
    }
    if (inside == null || entered == null) {
      return enter(layout);
    }
    return action.manifest().runs() instanceof ActionRuns.JavaScript script && script.pre() != null
        ? new NodeProcess(site, end, entered, running.state())
            .prepare(layout, script.pre().program())
        : compose(running, inside, entered);
  }

  private List<Action> enter(Layout layout) {
    List<Action> actions = new ArrayList<>();
    Evaluator evaluator = evaluator(layout);
    Duration limit = StepLimit.of(site, step, evaluator, actions);
    actions.add(
        new Entrance(site, end)
            .beforehand(
                layout,
                (Step.Action.Uses) step.action(),
                action,
                evaluator,
                new Entrance.Given(
                    site.variables(layout, step.id(), step.settings().env()), limit)));
    return actions;
  }

  private List<Action> compose(Running running, Inside inside, Entered entered) {
    List<Step> steps = inside.composed();
    if (inside.next() >= steps.size()) {
      return ended();
    }
    Fetched fetched = site.standing().fetched();
    Step inner = steps.get(inside.next());
    Site there = site.inAction(running, inside, entered);
    Fetched.Remote used =
        fetched == null ? null : new Beforehand(fetched.actions()).action(inner, entered.holder());
    return used == null
        ? List.of(there.completed(Result.SKIPPED, Result.SKIPPED, null))
        : of(there, inner, used).next(inside.child());
  }

  private List<Action> ended() {
    return List.of(new Action.Decide(new Detail.ProcessEnded(site.key(), null, null)));
  }

  private Evaluator evaluator(Layout layout) {
    var env = site.variables(layout, step.id(), step.settings().env());
    return site.evaluator(layout, step.id(), env);
  }
}
