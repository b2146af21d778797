// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the actions of one step of the job run after the steps of the job.
///
/// @param step the step
/// @param name how it was shown
/// @param posts the actions, the latest first; never empty
record Afterwards(Step step, String name, List<Post> posts) {

  Afterwards {
    posts = List.copyOf(posts);
  }

  /// What one action runs after the steps of the job.
  ///
  /// @param id the id of the step that used it
  /// @param name how that was shown
  /// @param main that step as it was when it ended
  /// @param action the action
  /// @param hook what it runs, and when
  /// @param scope what is around the step, or `null` if it is one of the job
  record Post(
      String id,
      String name,
      Running main,
      Entered action,
      ActionRuns.Hook hook,
      @Nullable ActionScope scope) {}

  /// Returns what a step of the job leaves to be run, or `null` if there is nothing.
  static @Nullable Afterwards of(Step step, @Nullable Running running) {
    if (running == null || running.inside() == null) {
      return null;
    }
    List<Post> posts = new ArrayList<>();
    collect(step, running, null, posts);
    return posts.isEmpty() ? null : new Afterwards(step, running.name(), posts);
  }

  private static void collect(
      Step step, Running running, @Nullable ActionScope scope, List<Post> posts) {
    Inside inside = running.inside();
    Entered action = inside == null ? null : inside.action();
    if (inside == null || action == null) {
      return;
    }
    switch (action.manifest().runs()) {
      case ActionRuns.JavaScript script -> {
        ActionRuns.Hook hook = script.post();
        if (hook != null && running.prepared() != null) {
          posts.add(new Post(step.id(), running.name(), running, action, hook, scope));
        }
      }
      case ActionRuns.Composite _ -> {
        var inner = new ActionScope(action, inside.steps(), inside.status());
        for (Inside.Past past : inside.past().reversed()) {
          collect(past.step(), past.running(), inner, posts);
        }
      }
      case ActionRuns.Docker _, ActionRuns.Plugin _ -> {}
    }
  }
}
