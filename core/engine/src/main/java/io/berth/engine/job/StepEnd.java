// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event.Detail;
import io.berth.engine.Result;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import io.berth.workflow.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes of a step when all that it ran has ended.
///
/// @param site where it is
/// @param id its id
/// @param env its own variables, or `null` if absent
/// @param continueOnError `continue-on-error`, or `null` if absent
record StepEnd(Site site, String id, @Nullable Template env, @Nullable Template continueOnError) {

  List<Action> of(Running running, Detail.ProcessEnded ended) {
    return sweep(running, ended);
  }

  /// What a step left behind goes on after it, unless somebody wanted the step to end.
  private List<Action> sweep(Running running, Detail.ProcessEnded ended) {
    Signal last = running.stop().last();
    if (last == null) {
      return end(running, ended);
    }
    if (last != Signal.KILL) {
      return List.of(new Action.Decide(new Detail.StepSignalled(site.key(), Signal.KILL)));
    }
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Send(site.process(), Signal.KILL));
    actions.addAll(end(running, ended));
    return actions;
  }

  private List<Action> end(Running running, Detail.ProcessEnded ended) {
    List<Action> actions = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    running.stop().faults().forEach(fault -> lines.add("##[error]" + fault));
    if (!lines.isEmpty()) {
      actions.add(site.log("faults", lines));
    }
    actions.addAll(result(running, ended));
    return actions;
  }

  private List<Action> result(Running running, Detail.ProcessEnded ended) {
    Integer exitCode = ended.exitCode();
    BerthError error = ended.error();
    if (running.stop().timedOut()) {
      return fail(List.of(timeout(running)), exitCode);
    }
    if (site.stopped()) {
      return List.of(site.completed(Result.CANCELLED, Result.CANCELLED, exitCode));
    }
    Background background = site.standing().position().background(site.key());
    if (background != null && background.cancelled()) {
      return List.of(
          site.log("cancelled", List.of("A later step cancelled this one.")),
          site.completed(Result.CANCELLED, Result.CANCELLED, exitCode));
    }
    if (Boolean.FALSE.equals(running.stop().goesOn()) || site.standing().ending().killed()) {
      return List.of(
          site.log("failure", List.of("##[error]The operation was canceled.")),
          site.completed(Result.CANCELLED, Result.CANCELLED, exitCode));
    }
    if (error != null) {
      return fail(List.of(Failures.line(error)), exitCode);
    }
    if (exitCode != null && exitCode != 0) {
      return fail(List.of("Process completed with exit code " + exitCode + "."), exitCode);
    }
    Result inner = running.inside() == null ? Result.SUCCESS : running.inside().status();
    boolean faulted = running.stop().faulted();
    return List.of(completed(faulted ? inner.merge(Result.FAILURE) : inner, exitCode));
  }

  private static String timeout(Running running) {
    Duration limit = running.limit();
    return "The action '"
        + running.name()
        + "' has timed out after "
        + (limit == null ? "its limit" : Minutes.text(limit) + " minutes")
        + ".";
  }

  /// Ends the step as failed.
  ///
  /// @param problems why, one line each
  List<Action> fail(List<String> problems, @Nullable Integer exitCode) {
    List<Action> actions = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      site.remark(Annotation.Level.ERROR, "failure " + i, problems.get(i), actions);
    }
    actions.add(completed(Result.FAILURE, exitCode));
    return actions;
  }

  /// Ends the step; `continue-on-error` decides whether a failure counts.
  Action completed(Result outcome, @Nullable Integer exitCode) {
    Result conclusion = outcome == Result.FAILURE && continuesOnError() ? Result.SUCCESS : outcome;
    return site.completed(outcome, conclusion, exitCode);
  }

  /// An error in it keeps the failure.
  private boolean continuesOnError() {
    Layout layout = site.standing().layout();
    if (continueOnError == null || layout == null) {
      return false;
    }
    try {
      Map<String, String> seen = new LinkedHashMap<>(site.variables(layout, id, env));
      return isOn(site.evaluator(layout, id, seen).value(continueOnError));
    } catch (BadTemplate bad) {
      return false;
    }
  }

  private static boolean isOn(Value value) {
    return value instanceof Value.StringValue(var text)
        ? text.strip().equalsIgnoreCase("true")
        : value.truthy();
  }
}
