// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.Event.Detail;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.spi.ExecId;
import io.berth.spi.Layout;
import io.berth.workflow.ActionReference;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where in a job a step runs: in the job itself, or in an action that a step uses.
///
/// @param spec the job
/// @param standing how far it has come
/// @param key the step of the job
/// @param place the numbers of the step: `4`, or `4.1.2` inside of actions
/// @param around the steps around it, the outermost first
/// @param scope the action whose step it is, or `null` if it is one of the job
record Site(
    JobSpec spec,
    Standing standing,
    StepKey key,
    String place,
    List<Running> around,
    @Nullable ActionScope scope) {

  Site {
    around = List.copyOf(around);
  }

  static Site of(JobSpec spec, Standing standing, StepKey key) {
    return new Site(spec, standing, key, Integer.toString(key.number()), List.of(), null);
  }

  /// Returns the site of what runs or comes next inside of the step that is here.
  Site inside(Running step, Inside inside, @Nullable ActionScope inner) {
    List<Running> outer = new ArrayList<>(around);
    outer.add(step);
    return new Site(spec, standing, key, inside.place(place), outer, inner);
  }

  /// Returns the site of the next step of the action that the step here uses.
  Site inAction(Running step, Inside inside, Entered action) {
    Result status = standing.ending().cancelled() ? Result.CANCELLED : inside.status();
    Map<String, StepRecord> steps = isBefore() ? Map.of() : inside.steps();
    return inside(step, inside, new ActionScope(action, steps, status));
  }

  /// Returns the action of another repository whose step is here, or `null` if it is a step of the
  /// file or of an action in its repository.
  ActionReference.@Nullable Repository holder() {
    return scope == null ? RemoteActions.holder(spec) : scope.action().holder();
  }

  /// Returns whether the log tells more than usual.
  boolean isDebug() {
    return JobContexts.isDebug(spec);
  }

  boolean isInner() {
    return !around.isEmpty();
  }

  /// Returns whether a step around this one has to end.
  boolean stopped() {
    for (Running outer : around) {
      if (outer.stop().wanted()) {
        return true;
      }
    }
    return false;
  }

  /// Before and after the steps of the job the status of the job counts, inside of actions too.
  private Result status() {
    boolean afterwards = key.number() >= StepNumbers.beyondFile(spec, standing);
    return scope == null || isBefore() || afterwards ? standing.ledger().status() : scope.status();
  }

  private boolean isBefore() {
    return StepNumbers.before(standing, key.number()) != null;
  }

  /// Returns what an action here has kept for its later stages.
  ///
  /// @param running the step that uses it
  Map<String, String> state(Running running) {
    return standing.ledger().state(place, running);
  }

  ExecId process() {
    return new ExecId("step-" + place);
  }

  StepFiles files(Layout layout) {
    return StepFiles.of(layout, place);
  }

  /// Returns the variables of a step here, those that the steps around it hold on to included.
  ///
  /// @param own `env` of the step, or `null` if absent
  Map<String, String> variables(Layout layout, String id, @Nullable Template own) {
    Map<String, String> outer = scope == null ? Map.of() : scope.action().how().env();
    Map<String, String> env = new LinkedHashMap<>(outer);
    env.putAll(evaluator(layout, id, outer).variables(own));
    return env;
  }

  Evaluator evaluator(Layout layout, String id, Map<String, String> env) {
    return contexts(layout, id, env).evaluator(status(), standing.facts());
  }

  JobContexts contexts(Layout layout, String id, Map<String, String> env) {
    var current = new JobContexts.CurrentStep(id, files(layout), scope);
    return new JobContexts(spec, standing.ledger(), layout, new LinkedHashMap<>(env), current);
  }

  Action started(String name) {
    return new Action.Decide(
        isInner() ? new Detail.InnerStarted(key, place, name) : new Event.StepStarted(key, name));
  }

  Action completed(Result outcome, Result conclusion, @Nullable Integer exitCode) {
    return new Action.Decide(
        isInner()
            ? new Detail.InnerCompleted(key, place, outcome, conclusion, exitCode)
            : new Event.StepCompleted(key, outcome, conclusion, exitCode));
  }

  Action log(String part, List<String> lines) {
    return new Action.Log(key, place + " " + part, lines);
  }

  /// Adds a line to the log and a remark that says the same.
  void remark(Annotation.Level level, String part, String text, List<Action> actions) {
    String tag = level == Annotation.Level.WARNING ? "##[warning]" : "##[error]";
    actions.add(log(part, List.of(tag + text)));
    actions.add(new Action.Decide(Failures.remark(key, level, text)));
  }
}
