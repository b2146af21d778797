// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a job of a run stands, before and above its legs.
///
/// @param info what it is
/// @param decision what its `if` said
/// @param plan its legs, or `null` until they are known
/// @param cancelReason why it was cancelled before it had legs, or `null`
/// @param ending how it ended without legs, or `null`
record RunJob(
    Event.JobInfo info,
    Decision decision,
    @Nullable Plan plan,
    @Nullable String cancelReason,
    @Nullable Ending ending) {

  /// What the `if` of a job said.
  enum Decision {
    OPEN,
    MET,
    UNMET,
    MET_THOUGH_CANCELLED,
    UNMET_AS_CANCELLED;

    static Decision of(boolean met, boolean cancelled) {
      if (cancelled) {
        return met ? MET_THOUGH_CANCELLED : UNMET_AS_CANCELLED;
      }
      return met ? MET : UNMET;
    }
  }

  /// @param legs the keys of its legs in order
  /// @param failFast whether the failure of one cancels the others
  /// @param maxParallel how many may run at a time, or 0
  record Plan(List<JobKey> legs, boolean failFast, int maxParallel) {}

  /// How a job or a leg ended.
  ///
  /// @param result how
  /// @param failureAllowed whether a failure does not count
  /// @param outputs what it gave
  /// @param order how many had ended before it
  record Ending(Result result, boolean failureAllowed, Map<String, String> outputs, int order) {

    /// Returns the result that other jobs and the run see.
    Result counted() {
      return result == Result.FAILURE && failureAllowed ? Result.SUCCESS : result;
    }
  }

  /// How a leg stands.
  ///
  /// @param leg what it is
  /// @param job the job it belongs to
  /// @param started whether it runs or ran
  /// @param cancelReason why it was asked to end early, or `null`
  /// @param ending how it ended, or `null`
  record Leg(
      JobLeg leg,
      JobKey job,
      boolean started,
      @Nullable String cancelReason,
      @Nullable Ending ending) {

    JobKey key() {
      return leg.info().key();
    }

    boolean isQueued() {
      return !started && ending == null;
    }

    boolean isRunning() {
      return started && ending == null;
    }

    Leg begun() {
      return new Leg(leg, job, true, cancelReason, ending);
    }

    Leg cancelled(String reason) {
      return new Leg(leg, job, started, cancelReason == null ? reason : cancelReason, ending);
    }

    Leg ended(Ending how) {
      return new Leg(leg, job, started, cancelReason, how);
    }
  }

  JobKey key() {
    return info.key();
  }

  boolean isMet() {
    return decision == Decision.MET || decision == Decision.MET_THOUGH_CANCELLED;
  }

  RunJob decided(Decision made) {
    return new RunJob(info, made, plan, cancelReason, ending);
  }

  RunJob planned(Plan made) {
    return new RunJob(info, decision, made, cancelReason, ending);
  }

  RunJob cancelled(String reason) {
    return new RunJob(info, decision, plan, cancelReason == null ? reason : cancelReason, ending);
  }

  RunJob ended(Ending how) {
    return new RunJob(info, decision, plan, cancelReason, how);
  }
}
