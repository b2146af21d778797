// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.model.BerthError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that happened in a run. The state of a run is a fold over its events; everything that
/// shows a run reads them too.
///
/// Texts in events are masked: a secret never stands in one.
public sealed interface Event {

  /// The run began. The first event of every run.
  ///
  /// @param run what it is
  record RunStarted(RunInfo run) implements Event {}

  /// A job became known: at the start, or when a matrix or a called workflow was expanded.
  ///
  /// @param job what it is
  record JobAdded(JobInfo job) implements Event {}

  /// A job began: its condition was met and it has a slot.
  ///
  /// @param job which
  record JobStarted(JobKey job) implements Event {}

  /// A step became known.
  ///
  /// @param step what it is
  record StepAdded(StepInfo step) implements Event {}

  /// A step began.
  ///
  /// @param step which
  /// @param name how it is shown, its expressions evaluated
  record StepStarted(StepKey step, String name) implements Event {}

  /// A remark was made.
  ///
  /// @param step who made it
  /// @param annotation the remark
  record Annotated(StepKey step, Annotation annotation) implements Event {}

  /// A step ended or was skipped.
  ///
  /// @param step which
  /// @param outcome before `continue-on-error`
  /// @param conclusion after it
  /// @param exitCode the status of its process, or `null` if none ran to its end
  record StepCompleted(StepKey step, Result outcome, Result conclusion, @Nullable Integer exitCode)
      implements Event {}

  /// A job ended or was skipped.
  ///
  /// @param job which
  /// @param result how
  /// @param failureAllowed whether the run goes on as if it had succeeded, by `continue-on-error`
  /// @param outputs its outputs; those that hold a secret were dropped
  /// @param error why it could not run at all, or `null`
  record JobCompleted(
      JobKey job,
      Result result,
      boolean failureAllowed,
      Map<String, String> outputs,
      @Nullable BerthError error)
      implements Event {
    public JobCompleted {
      outputs = Map.copyOf(outputs);
    }
  }

  /// Somebody asked to end the run or a job early.
  ///
  /// @param job which job, or `null` for the whole run
  /// @param reason why, for the log
  record CancelRequested(@Nullable JobKey job, String reason) implements Event {}

  /// Something that everybody who follows the run should know once, such as a filter that is not
  /// applied.
  ///
  /// @param text one sentence
  record Noticed(String text) implements Event {}

  /// The run ended. The last event of every run.
  ///
  /// @param result the worst of its jobs whose failure counts
  record RunCompleted(Result result) implements Event {}

  /// What a run is.
  ///
  /// @param id unique among the runs of this machine
  /// @param workflowFile the file as users know it
  /// @param workflowName `name`, or the file
  /// @param title `run-name`, or the name
  /// @param event the name of the event that it answers
  /// @param ref what was checked out: a branch, a tag or a commit, or an empty text
  record RunInfo(
      String id,
      String workflowFile,
      String workflowName,
      String title,
      String event,
      String ref) {}

  /// What a job is.
  ///
  /// @param key its name within the run
  /// @param id its key in the workflow file
  /// @param name how it is shown
  /// @param caller the job whose call brought it in, or `null`
  /// @param needs the keys of the jobs it waits for
  /// @param line its line in its workflow file
  record JobInfo(
      JobKey key, String id, String name, @Nullable JobKey caller, List<JobKey> needs, int line) {
    public JobInfo {
      needs = List.copyOf(needs);
    }
  }

  /// What a step is.
  ///
  /// @param key its name within the run
  /// @param id its id, generated if the file has none
  /// @param name how it is shown before its expressions are evaluated
  /// @param line its line in its workflow file, or 0 if it stands in none
  record StepInfo(StepKey key, String id, String name, int line) {}
}
