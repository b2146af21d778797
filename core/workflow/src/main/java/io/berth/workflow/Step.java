// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.SourceSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a job.
///
/// @param id its id; a generated one starts with `__` and is not seen in the `steps` context
/// @param name `name`, or `null` if absent
/// @param condition `if`, complete
/// @param settings its `env`, `continue-on-error`, `timeout-minutes`
/// @param background whether the job goes on while it runs
/// @param action what it does
/// @param span where it stands
public record Step(
    String id,
    @Nullable Template name,
    Job.Condition condition,
    Settings settings,
    boolean background,
    Action action,
    SourceSpan span) {

  /// What run steps and action steps have in common.
  ///
  /// @param env `env`, or `null` if absent
  /// @param continueOnError `continue-on-error`, or `null` if absent: false
  /// @param timeoutMinutes `timeout-minutes`, or `null` if absent: that of the job
  public record Settings(
      @Nullable Template env,
      @Nullable Template continueOnError,
      @Nullable Template timeoutMinutes) {}

  /// What a step does.
  public sealed interface Action {

    /// Runs a script.
    ///
    /// @param script `run`
    /// @param shell `shell`, or `null` if absent
    /// @param workingDirectory `working-directory`, or `null` if absent
    record Run(Template script, @Nullable Template shell, @Nullable Template workingDirectory)
        implements Action {}

    /// Uses an action.
    ///
    /// @param uses `uses`
    /// @param with `with`, or `null` if absent
    record Uses(Template uses, @Nullable Template with) implements Action {}

    /// Waits for background steps.
    ///
    /// @param ids the steps waited for
    record Wait(List<String> ids) implements Action {
      public Wait {
        ids = List.copyOf(ids);
      }
    }

    /// Waits for every background step.
    record WaitAll() implements Action {}

    /// Cancels a background step.
    ///
    /// @param id the step that is cancelled
    record Cancel(String id) implements Action {}

    /// Runs steps side by side and waits for them all.
    ///
    /// @param steps the steps
    record Parallel(List<Step> steps) implements Action {
      public Parallel {
        steps = List.copyOf(steps);
      }
    }
  }
}
