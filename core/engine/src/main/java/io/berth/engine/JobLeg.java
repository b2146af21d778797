// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One instance of a job with everything about it that was evaluated before it runs.
///
/// @param info what it is
/// @param matrix the `matrix` context: an object, or null if the job has no matrix
/// @param strategy the `strategy` context: an object
/// @param labels the labels of `runs-on`, empty for a calling job
/// @param policy how it counts and what it has to wait for
/// @param inputs the `inputs` of the workflow that is called, or null if none is
/// @param error why it cannot run, or `null`
public record JobLeg(
    Event.JobInfo info,
    Value matrix,
    Value strategy,
    List<String> labels,
    Policy policy,
    Value inputs,
    @Nullable BerthError error) {

  public JobLeg {
    labels = List.copyOf(labels);
  }

  /// Puts the legs of a job where the job stood, among all jobs in the order of the file.
  ///
  /// @param jobs what is known about each job, which is changed
  /// @param planned the job
  /// @param legs its legs
  /// @param view what is known about a leg
  public static <V> void replace(
      Map<JobKey, V> jobs, JobKey planned, List<JobLeg> legs, Function<JobLeg, V> view) {
    Map<JobKey, V> before = new LinkedHashMap<>(jobs);
    jobs.clear();
    for (Map.Entry<JobKey, V> job : before.entrySet()) {
      if (!job.getKey().equals(planned)) {
        jobs.put(job.getKey(), job.getValue());
        continue;
      }
      for (JobLeg leg : legs) {
        jobs.put(leg.info().key(), view.apply(leg));
      }
    }
  }

  /// How a leg counts and what it has to wait for.
  ///
  /// @param failureAllowed `continue-on-error`, evaluated
  /// @param claims the concurrency groups that it has to hold while it runs
  public record Policy(boolean failureAllowed, List<Claim> claims) {
    public Policy {
      claims = List.copyOf(claims);
    }
  }

  /// A concurrency group that only one job may hold at a time.
  ///
  /// @param group its name; case does not matter
  /// @param cancelInProgress whether whoever holds it is cancelled for this leg
  /// @param queues whether it waits behind those that wait already, instead of replacing the last
  public record Claim(String group, boolean cancelInProgress, boolean queues) {}
}
