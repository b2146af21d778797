// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

/// What has to be done next in a run.
///
/// Whoever performs actions takes those that [RunState#next] returned in their order. Every action
/// but [RecordEvent] is returned again and again until the event that it names was applied.
public sealed interface RunAction {

  /// Append this event to the journal and apply it.
  ///
  /// @param event a decision
  record RecordEvent(Event event) implements RunAction {}

  /// Start this job as soon as there is a slot for it: record [Event.JobStarted], then execute it.
  /// While there is no slot, leave it.
  ///
  /// @param job all that is needed to execute it
  record StartJob(JobSpec job) implements RunAction {}

  /// Cancel this running job: record [Event.CancelRequested] with its key, then tell it.
  ///
  /// @param job which
  /// @param reason why, for the log
  record CancelJob(JobKey job, String reason) implements RunAction {}

  /// Nothing is left to do: [Event.RunCompleted] was recorded.
  ///
  /// @param result how the run ended
  record Finish(Result result) implements RunAction {}
}
