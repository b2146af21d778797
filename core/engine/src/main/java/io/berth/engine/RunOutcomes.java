// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.engine.RunJob.Ending;
import io.berth.engine.RunJob.Leg;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the jobs of a run came to so far.
///
/// @param state the run
record RunOutcomes(RunState state) {

  /// Returns how a job ended as the jobs that need it see it, or empty while it has not. Of its
  /// legs a failure outweighs a cancellation, and that a success; it is skipped if all are.
  Optional<Result> result(RunJob job) {
    if (job.ending() != null) {
      return Optional.of(job.ending().counted());
    }
    if (job.plan() == null) {
      return Optional.empty();
    }
    List<Result> results = new ArrayList<>();
    for (Leg leg : state.legs(job)) {
      if (leg.ending() == null) {
        return Optional.empty();
      }
      results.add(leg.ending().counted());
    }
    return Optional.of(worst(results));
  }

  /// Returns whether [#result] is there. It is asked for every job after every event.
  boolean isComplete(RunJob job) {
    if (job.ending() != null) {
      return true;
    }
    if (job.plan() == null) {
      return false;
    }
    for (JobKey key : job.plan().legs()) {
      Leg leg = state.leg(key).orElse(null);
      if (leg != null && leg.ending() == null) {
        return false;
      }
    }
    return true;
  }

  /// Returns the outputs of a job: of its legs the last one to end that has a value for a name.
  Map<String, String> outputs(RunJob job) {
    List<Ending> endings = new ArrayList<>();
    if (job.ending() != null) {
      endings.add(job.ending());
    }
    for (Leg leg : state.legs(job)) {
      if (leg.ending() != null) {
        endings.add(leg.ending());
      }
    }
    endings.sort(Comparator.comparingInt(Ending::order));
    Map<String, String> merged = new LinkedHashMap<>();
    for (Ending ending : endings) {
      ending
          .outputs()
          .forEach(
              (name, value) -> {
                if (!value.isEmpty()) {
                  merged.put(name, value);
                }
              });
    }
    return merged;
  }

  /// Returns the jobs of a scope that are known so far.
  List<RunJob> jobs(RunScope scope) {
    List<RunJob> found = new ArrayList<>();
    for (String id : scope.selected()) {
      state.job(scope.key(id)).ifPresent(found::add);
    }
    return found;
  }

  /// Returns how a workflow ended, or empty while one of its jobs has not.
  Optional<Result> result(RunScope scope) {
    List<RunJob> jobs = new ArrayList<>();
    for (String id : scope.selected()) {
      var job = state.job(scope.key(id)).orElse(null);
      if (job == null || !isComplete(job)) {
        return Optional.empty();
      }
      jobs.add(job);
    }
    Set<Result> results = EnumSet.noneOf(Result.class);
    jobs.forEach(job -> result(job).ifPresent(results::add));
    return Optional.of(worst(results));
  }

  /// Returns why the jobs of a scope are to end early, or `null` if they are not.
  @Nullable String cancelReason(RunScope scope) {
    if (state.progress().cancelReason() != null) {
      return state.progress().cancelReason();
    }
    var caller = scope.caller() == null ? null : state.leg(scope.caller()).orElse(null);
    if (caller == null) {
      return null;
    }
    return caller.cancelReason() != null
        ? caller.cancelReason()
        : cancelReason(state.scope(caller.leg().info()));
  }

  private static Result worst(Collection<Result> results) {
    if (results.contains(Result.FAILURE)) {
      return Result.FAILURE;
    }
    if (results.contains(Result.CANCELLED)) {
      return Result.CANCELLED;
    }
    return results.contains(Result.SUCCESS) || results.isEmpty() ? Result.SUCCESS : Result.SKIPPED;
  }
}
