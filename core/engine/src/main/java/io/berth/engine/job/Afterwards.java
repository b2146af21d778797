// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.StepKey;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the actions of one step of the job run after the steps of the job.
///
/// @param turn the number of the step with which it began: what began last comes first
/// @param step the step
/// @param name how it was shown
/// @param posts the actions, the latest first; never empty
record Afterwards(int turn, Step step, String name, List<Post> posts) {

  Afterwards {
    posts = List.copyOf(posts);
  }

  /// What one action runs after the steps of the job.
  ///
  /// @param id the id of the step that used it
  /// @param name how that was shown
  /// @param state what its stages before this one kept
  /// @param action the action
  /// @param hook what it runs, and when
  /// @param scope what is around the step, or `null` if it is one of the job
  record Post(
      String id,
      String name,
      Map<String, String> state,
      Entered action,
      ActionRuns.Hook hook,
      @Nullable ActionScope scope) {}

  Afterwards inTurnOf(Afterwards other) {
    return new Afterwards(other.turn, step, name, posts);
  }

  boolean isOf(Step other) {
    return step.id().equals(other.id());
  }

  /// Returns what a step of the job leaves to be run, or `null` if there is nothing.
  ///
  /// @param ended the step that has ended
  /// @param number the number of the step
  /// @param running the step, or `null` if it did not run
  /// @param ledger knows what ran beforehand
  static @Nullable Afterwards of(
      Step step, StepKey ended, int number, @Nullable Running running, Ledger ledger) {
    List<Post> posts = new ArrayList<>();
    String place = Integer.toString(number);
    new Collection(ledger, posts).collect(step, place, running, null);
    return posts.isEmpty()
        ? null
        : new Afterwards(
            ended.number(), step, name(running, ledger.early().get(place), step), posts);
  }

  private static String name(@Nullable Running main, @Nullable Running early, Step step) {
    if (main != null) {
      return main.name();
    }
    return early == null ? StepNames.plain(step) : Beforehand.nameOfStep(early);
  }

  /// An action leaves something to be run if its step, or what it runs beforehand, was started.
  private record Collection(Ledger ledger, List<Post> posts) {

    void collect(Step step, String place, @Nullable Running main, @Nullable ActionScope scope) {
      Running early = ledger.early().get(place);
      Inside inside = inside(main) == null ? inside(early) : inside(main);
      Entered action = inside == null ? null : inside.action();
      if (inside == null || action == null) {
        return;
      }
      switch (action.manifest().runs()) {
        case ActionRuns.JavaScript script -> {
          ActionRuns.Hook hook = script.post();
          if (hook != null && (isPrepared(main) || isPrepared(early))) {
            posts.add(
                new Post(
                    step.id(),
                    name(main, early, step),
                    ledger.state(place, main),
                    action,
                    hook,
                    scope));
          }
        }
        case ActionRuns.Composite(var steps, var _) -> {
          boolean ran = inside(main) != null;
          var inner = new ActionScope(action, ran ? inside.steps() : Map.of(), inside.status());
          for (int i = steps.size() - 1; i >= 0; i--) {
            Running past = ran ? inside.past(steps.get(i)) : null;
            collect(steps.get(i), place + "." + (i + 1), past, inner);
          }
        }
        case ActionRuns.Docker _, ActionRuns.Plugin _ -> {}
      }
    }

    private static @Nullable Inside inside(@Nullable Running running) {
      return running == null ? null : running.inside();
    }

    private static boolean isPrepared(@Nullable Running running) {
      return running != null && running.prepared() != null;
    }
  }
}
