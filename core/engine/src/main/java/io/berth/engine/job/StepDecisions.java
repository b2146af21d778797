// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail;
import io.berth.engine.Result;
import io.berth.spi.Layout;
import io.berth.workflow.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The life of a step of the file, or of a step of an action: whether it runs, what it runs, how it
/// is stopped and how it ends.
final class StepDecisions {

  private final Site site;
  private final Step step;
  private final StepEnd end;

  private StepDecisions(Site site, Step step) {
    this.site = site;
    this.step = step;
    this.end =
        new StepEnd(site, step.id(), step.settings().env(), step.settings().continueOnError());
  }

  static StepDecisions of(Site site, Step step) {
    return new StepDecisions(site, step);
  }

  /// Returns what is to be done.
  ///
  /// @param running the step, or `null` if it has not begun
  List<Action> next(@Nullable Running running) {
    Layout layout = site.standing().layout();
    if (running == null || layout == null) {
      return layout == null || site.standing().ending().over() ? skip() : begin(layout);
    }
    if (SideBySide.isControl(step)) {
      return new ControlDecisions(site, step, end).next(running);
    }
    Detail.ProcessEnded ended = running.ended();
    if (ended != null) {
      return end.of(running, ended);
    }
    boolean decided = running.stop().goesOn() != null || site.stopped();
    if (site.standing().ending().cancelled() && !decided) {
      return List.of(new Action.Decide(new Detail.StepReconsidered(site.key(), mayGoOn(layout))));
    }
    return switch (step.action()) {
      case Step.Action.Run run -> run(running, layout, run);
      case Step.Action.Uses uses -> uses(running, layout, uses);
      case Step.Action.Wait _,
          Step.Action.WaitAll _,
          Step.Action.Cancel _,
          Step.Action.Parallel _ ->
          throw new IllegalStateException("it runs nothing: " + step.id());
    };
  }

  private List<Action> skip() {
    return List.of(site.completed(Result.SKIPPED, Result.SKIPPED, null));
  }

  private List<Action> begin(Layout layout) {
    if (SideBySide.isControl(step)) {
      return new ControlDecisions(site, step, end).next(null);
    }
    try {
      Evaluator evaluator = evaluator(layout);
      boolean holds = evaluator.holds(step.condition());
      List<Action> actions = new ArrayList<>();
      if (site.isDebug()) {
        String what = "step: '" + StepNames.shown(step, evaluator) + "'";
        actions.add(site.log("condition", evaluator.trace(what, step.condition())));
      }
      actions.addAll(holds ? start(evaluator) : skip());
      return actions;
    } catch (BadTemplate bad) {
      return broken(bad);
    }
  }

  private List<Action> start(Evaluator evaluator) {
    return List.of(
        step.background()
            ? new Action.Decide(new Detail.StepPassed(site.key()))
            : site.started(StepNames.shown(step, evaluator)));
  }

  private List<Action> broken(BadTemplate bad) {
    List<Action> actions = new ArrayList<>();
    actions.add(site.started(StepNames.plain(step)));
    actions.addAll(end.fail(List.of(bad.line()), null));
    return actions;
  }

  /// Returns what is to be done about a background step that has not begun.
  List<Action> queued(Background background) {
    Layout layout = site.standing().layout();
    Standing.Ending ending = site.standing().ending();
    boolean cut = ending.cancelled() || ending.over();
    if (layout == null || background.cancelled() || (cut && !mayGoOn(layout))) {
      return List.of(site.completed(Result.CANCELLED, Result.CANCELLED, null));
    }
    if (!site.standing().position().hasTurn()) {
      return List.of();
    }
    try {
      return List.of(site.started(StepNames.shown(step, evaluator(layout))));
    } catch (BadTemplate bad) {
      return broken(bad);
    }
  }

  private boolean mayGoOn(Layout layout) {
    if (site.standing().ending().over()) {
      return false;
    }
    try {
      return evaluator(layout).holds(step.condition());
    } catch (BadTemplate bad) {
      return false;
    }
  }

  private List<Action> run(Running running, Layout layout, Step.Action.Run run) {
    var process = new StepProcess(site, step.id(), null);
    if (running.prepared() != null) {
      return process.actions(running, layout, running.prepared());
    }
    return stops(running) ? nothing() : prepare(layout, run);
  }

  private List<Action> prepare(Layout layout, Step.Action.Run run) {
    try {
      Evaluator evaluator = evaluator(layout);
      List<Action> actions = new ArrayList<>();
      Duration limit = StepLimit.of(site, step, evaluator, actions);
      actions.add(
          new Action.Decide(
              new Script(site).prepared(layout, run, evaluator, variables(layout), limit)));
      return actions;
    } catch (BadTemplate bad) {
      return end.fail(List.of(bad.line()), null);
    }
  }

  private List<Action> uses(Running running, Layout layout, Step.Action.Uses uses) {
    Inside inside = running.inside();
    Entered action = inside == null ? null : inside.action();
    if (inside != null && action != null) {
      return new Performing(site, step.id(), end).next(running, inside, action, layout);
    }
    if (stops(running) && Checkout.of(uses) == null) {
      return nothing();
    }
    try {
      List<Action> actions = new ArrayList<>();
      Evaluator evaluator = evaluator(layout);
      Duration limit = StepLimit.of(site, step, evaluator, actions);
      actions.addAll(
          new Entrance(site, end).actions(layout, uses, evaluator, variables(layout), limit));
      return actions;
    } catch (BadTemplate bad) {
      return end.fail(List.of(bad.line()), null);
    }
  }

  private boolean stops(Running running) {
    return running.stop().wanted() || site.stopped() || site.standing().ending().over();
  }

  /// It has to end before it ran anything.
  private List<Action> nothing() {
    return List.of(new Action.Decide(new Detail.ProcessEnded(site.key(), null, null)));
  }

  private Map<String, String> variables(Layout layout) {
    return site.variables(layout, step.id(), step.settings().env());
  }

  /// The variables of the step are seen by its other values, not by each other.
  private Evaluator evaluator(Layout layout) {
    return site.evaluator(layout, step.id(), variables(layout));
  }
}
