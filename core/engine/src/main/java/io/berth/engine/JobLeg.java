// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import java.util.List;
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
