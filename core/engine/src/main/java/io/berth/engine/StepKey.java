// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

/// Names one step of a job, in the order in which steps are shown.
///
/// @param job the job
/// @param number counted from 1; `Set up job` is 1
public record StepKey(JobKey job, int number) {

  @Override
  public String toString() {
    return job + "#" + number;
  }
}
