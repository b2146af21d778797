// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.Event.Detail;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What has to be done for the step of the file that a job is at.
final class StepDecisions {

  private final JobSpec spec;
  private final Standing standing;
  private final StepKey key;
  private final Step step;

  StepDecisions(JobSpec spec, Standing standing, StepKey key, Step step) {
    this.spec = spec;
    this.standing = standing;
    this.key = key;
    this.step = step;
  }

  List<Action> next() {
    Running running = standing.position().running();
    Layout layout = standing.layout();
    if (running == null || layout == null) {
      return layout == null || standing.ending().over() ? skip() : begin(layout);
    }
    Detail.ProcessEnded ended = running.ended();
    if (ended != null) {
      return sweep(running, ended);
    }
    if (standing.ending().cancelled() && running.stop().goesOn() == null) {
      return List.of(new Action.Decide(new Detail.StepReconsidered(key, mayGoOn(layout))));
    }
    return switch (step.action()) {
      case Step.Action.Run run -> run(running, layout, run);
      case Step.Action.Uses uses -> checkout(layout, uses);
      case Step.Action.Wait _,
          Step.Action.WaitAll _,
          Step.Action.Cancel _,
          Step.Action.Parallel _ ->
          throw new IllegalStateException("refused before the job started: " + step.id());
    };
  }

  private List<Action> skip() {
    return List.of(
        new Action.Decide(new Event.StepCompleted(key, Result.SKIPPED, Result.SKIPPED, null)));
  }

  private List<Action> begin(Layout layout) {
    try {
      Evaluator evaluator = evaluator(layout);
      return evaluator.holds(step.condition())
          ? List.of(new Action.Decide(new Event.StepStarted(key, name(evaluator))))
          : skip();
    } catch (BadTemplate bad) {
      List<Action> actions = new ArrayList<>();
      actions.add(new Action.Decide(new Event.StepStarted(key, StepNames.plain(step))));
      actions.addAll(fail(bad.line(), null));
      return actions;
    }
  }

  /// A name whose expressions cannot be computed is shown as it was written.
  private String name(Evaluator evaluator) {
    try {
      return StepNames.evaluated(step, evaluator);
    } catch (BadTemplate bad) {
      return StepNames.plain(step);
    }
  }

  private boolean mayGoOn(Layout layout) {
    if (standing.ending().over()) {
      return false;
    }
    try {
      return evaluator(layout).holds(step.condition());
    } catch (BadTemplate bad) {
      return false;
    }
  }

  private List<Action> run(Running running, Layout layout, Step.Action.Run run) {
    Detail.StepPrepared prepared = running.prepared();
    if (prepared == null) {
      return running.stop().wanted() || standing.ending().over()
          ? List.of(new Action.Decide(new Detail.ProcessEnded(key, null, null)))
          : prepare(layout, run);
    }
    Signal due = due(running);
    if (due != null) {
      return List.of(new Action.Decide(new Detail.StepSignalled(key, due)));
    }
    var process = new StepProcess(spec, standing, key, step);
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Log(key, "header", process.header(prepared)));
    actions.add(process.action(layout, prepared));
    for (Signal signal : running.stop().signals()) {
      actions.add(new Action.Send(key, signal));
    }
    return actions;
  }

  /// The first rung of the ladder follows from the state; timers bring the others.
  private @Nullable Signal due(Running running) {
    if (standing.ending().over()) {
      return running.stop().last() == Signal.KILL ? null : Signal.KILL;
    }
    return running.stop().wanted() && running.stop().signals().isEmpty() ? Signal.INTERRUPT : null;
  }

  private List<Action> prepare(Layout layout, Step.Action.Run run) {
    try {
      Evaluator evaluator = evaluator(layout);
      var script = new Script(spec, standing, key);
      List<Action> actions = new ArrayList<>();
      Duration limit = limit(evaluator, actions);
      actions.add(
          new Action.Decide(script.prepared(layout, run, evaluator, stepEnv(layout), limit)));
      return actions;
    } catch (BadTemplate bad) {
      return fail(bad.line(), null);
    }
  }

  /// A limit that cannot be computed is remarked on and does not count, as on GitHub.
  private @Nullable Duration limit(Evaluator evaluator, List<Action> actions) {
    Template template = step.settings().timeoutMinutes();
    if (template == null) {
      return null;
    }
    try {
      Value value = evaluator.value(template);
      Duration limit = Minutes.of(value);
      if (limit == null && value.asNumber() != 0) {
        remark("`timeout-minutes` is no number above zero: `" + value.asString() + "`", actions);
      }
      return limit;
    } catch (BadTemplate bad) {
      remark(bad.line(), actions);
      return null;
    }
  }

  private void remark(String problem, List<Action> actions) {
    actions.add(new Action.Log(key, "remark", List.of("##[error]" + problem)));
    actions.add(new Action.Decide(Failures.remark(key, Annotation.Level.ERROR, problem)));
  }

  private List<Action> checkout(Layout layout, Step.Action.Uses uses) {
    try {
      Evaluator evaluator = evaluator(layout);
      Map<String, String> inputs = evaluator.variables(uses.with());
      var github = new JobContexts(spec, standing.ledger(), layout, Map.of(), null).github();
      String refusal = Checkout.refusal(inputs, github);
      if (refusal != null) {
        return fail(refusal, null);
      }
      String path = Checkout.input(inputs, "path");
      String folder = Script.absolute(layout, path);
      return List.of(
          new Action.Log(key, "header", List.of("Berth brings the files itself: " + folder)),
          new Action.BringFiles(key, folder));
    } catch (BadTemplate bad) {
      return fail(bad.line(), null);
    }
  }

  /// What a step left behind goes on after it, unless somebody wanted the step to end.
  private List<Action> sweep(Running running, Detail.ProcessEnded ended) {
    Signal last = running.stop().last();
    if (last == null) {
      return end(running, ended);
    }
    if (last != Signal.KILL) {
      return List.of(new Action.Decide(new Detail.StepSignalled(key, Signal.KILL)));
    }
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Send(key, Signal.KILL));
    actions.addAll(end(running, ended));
    return actions;
  }

  private List<Action> end(Running running, Detail.ProcessEnded ended) {
    Integer exitCode = ended.exitCode();
    BerthError error = ended.error();
    if (running.stop().timedOut()) {
      return fail(timeout(running), exitCode);
    }
    if (Boolean.FALSE.equals(running.stop().goesOn()) || standing.ending().killed()) {
      return List.of(
          new Action.Log(key, "failure", List.of("##[error]The operation was canceled.")),
          new Action.Decide(
              new Event.StepCompleted(key, Result.CANCELLED, Result.CANCELLED, exitCode)));
    }
    if (error != null) {
      return fail(Failures.line(error), exitCode);
    }
    if (exitCode != null && exitCode != 0) {
      return fail("Process completed with exit code " + exitCode + ".", exitCode);
    }
    if (!running.stop().faults().isEmpty()) {
      return List.of(
          new Action.Log(key, "faults", faults(running)), completed(Result.FAILURE, exitCode));
    }
    return List.of(completed(Result.SUCCESS, exitCode));
  }

  private static List<String> faults(Running running) {
    List<String> lines = new ArrayList<>();
    for (String fault : running.stop().faults()) {
      if (!fault.isEmpty()) {
        lines.add("##[error]" + fault);
      }
    }
    return lines;
  }

  private String timeout(Running running) {
    Detail.StepPrepared prepared = running.prepared();
    Duration limit = prepared == null ? null : prepared.limit();
    return "The action '"
        + running.name()
        + "' has timed out after "
        + (limit == null ? "its limit" : Minutes.text(limit) + " minutes")
        + ".";
  }

  private List<Action> fail(String problem, @Nullable Integer exitCode) {
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Log(key, "failure", List.of("##[error]" + problem)));
    actions.add(new Action.Decide(Failures.remark(key, Annotation.Level.ERROR, problem)));
    actions.add(completed(Result.FAILURE, exitCode));
    return actions;
  }

  private Action completed(Result outcome, @Nullable Integer exitCode) {
    Result conclusion = outcome == Result.FAILURE && continuesOnError() ? Result.SUCCESS : outcome;
    return new Action.Decide(new Event.StepCompleted(key, outcome, conclusion, exitCode));
  }

  /// An error in it keeps the failure.
  private boolean continuesOnError() {
    Template template = step.settings().continueOnError();
    Layout layout = standing.layout();
    if (template == null || layout == null) {
      return false;
    }
    try {
      return isOn(evaluator(layout).value(template));
    } catch (BadTemplate bad) {
      return false;
    }
  }

  private static boolean isOn(Value value) {
    return value instanceof Value.StringValue(var text)
        ? text.strip().equalsIgnoreCase("true")
        : value.truthy();
  }

  private Map<String, String> stepEnv(Layout layout) {
    return evaluator(layout, Map.of()).variables(step.settings().env());
  }

  /// The variables of the step are seen by its other values, not by each other.
  private Evaluator evaluator(Layout layout) {
    return evaluator(layout, stepEnv(layout));
  }

  private Evaluator evaluator(Layout layout, Map<String, String> env) {
    var current = new JobContexts.CurrentStep(step.id(), StepFiles.of(layout, key.number()));
    return new JobContexts(spec, standing.ledger(), layout, new LinkedHashMap<>(env), current)
        .evaluator(standing.ledger().status(), standing.facts());
  }
}
