// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What actions of other repositories run before the first step of the file: `pre`, their own and
/// that of the actions that they use.
///
/// @param actions the actions that are known before the first step, each by what it is called
record Beforehand(Map<String, Fetched.Remote> actions) {

  private static final String PREFIX = "Pre ";
  private static final int DEEPEST = 10;

  /// Returns how it is shown what a step runs beforehand.
  ///
  /// @param name how the step is shown
  static String name(String name) {
    return PREFIX + name;
  }

  /// Returns how a step is shown, of what it ran beforehand.
  static String nameOfStep(Running early) {
    return early.name().substring(PREFIX.length());
  }

  /// Returns what a step and the steps in it were beforehand, by the places of the steps.
  ///
  /// @param early what the step was beforehand
  /// @param place where the step is
  static Map<String, Running> byPlace(Running early, String place) {
    Map<String, Running> found = new LinkedHashMap<>();
    addTo(found, early, place);
    return found;
  }

  private static void addTo(Map<String, Running> found, Running early, String place) {
    found.put(place, early);
    Inside inside = early.inside();
    if (inside == null) {
      return;
    }
    List<Step> steps = inside.composed();
    for (int i = 0; i < steps.size(); i++) {
      Running inner = inside.past(steps.get(i));
      if (inner != null) {
        addTo(found, inner, place + "." + (i + 1));
      }
    }
  }

  /// Returns whether an action is known only when its step runs: one that an expression names, or
  /// that is used by such an action or by one of the workspace.
  static boolean isTooLate(Site site, Step.Action.Uses uses) {
    if (!(uses.uses() instanceof Template.Literal)) {
      return true;
    }
    Step step = StepNumbers.step(site.spec(), site.standing(), site.key().number());
    for (Running around : site.around()) {
      Inside inside = around.inside();
      Entered action = inside == null ? null : inside.action();
      boolean named =
          step != null
              && step.action() instanceof Step.Action.Uses outer
              && outer.uses() instanceof Template.Literal;
      if (inside == null || action == null || !named || action.how().repository().isEmpty()) {
        return true;
      }
      List<Step> steps = inside.composed();
      step = inside.next() < steps.size() ? steps.get(inside.next()) : null;
    }
    return false;
  }

  /// Returns those of some steps whose actions run something beforehand.
  ///
  /// @param holder the action whose steps they are, or `null` if they are those of the file
  List<Step> among(List<Step> steps, ActionReference.@Nullable Repository holder) {
    List<Step> found = new ArrayList<>();
    for (Step step : steps) {
      if (action(step, holder, 0) != null) {
        found.add(step);
      }
    }
    return found;
  }

  /// Returns the action that a step uses if that runs something beforehand, or `null`.
  ///
  /// @param holder the action whose step it is, or `null` if it is one of the file
  Fetched.@Nullable Remote action(Step step, ActionReference.@Nullable Repository holder) {
    return action(step, holder, 0);
  }

  private Fetched.@Nullable Remote action(
      Step step, ActionReference.@Nullable Repository holder, int depth) {
    Fetched.Remote action = used(step, holder);
    return action != null && isNeeded(action, depth) ? action : null;
  }

  /// Returns the action that a step uses if it is one of these, or `null`.
  Fetched.@Nullable Remote used(Step step, ActionReference.@Nullable Repository holder) {
    return step.action() instanceof Step.Action.Uses(Template.Literal uses, var _)
            && RemoteActions.reference(uses.value().asString().strip(), holder)
                instanceof ActionReference.Repository remote
        ? actions.get(remote.toString())
        : null;
  }

  private boolean isNeeded(Fetched.Remote action, int depth) {
    return switch (action.manifest().runs()) {
      case ActionRuns.JavaScript script -> script.pre() != null;
      case ActionRuns.Composite(var steps, var _) -> {
        boolean needed = false;
        for (int i = 0; !needed && depth < DEEPEST && i < steps.size(); i++) {
          needed = action(steps.get(i), action.reference(), depth + 1) != null;
        }
        yield needed;
      }
      case ActionRuns.Docker _, ActionRuns.Plugin _ -> false;
    };
  }
}
