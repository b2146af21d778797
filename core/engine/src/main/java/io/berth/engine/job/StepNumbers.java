// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;

/// How the steps of a job are counted: `Set up job` is 1, the steps of the file follow, and
/// `Complete job` is last.
final class StepNumbers {

  /// The number of the set-up.
  static final int SET_UP = 1;

  /// The number of the first step of the file.
  static final int FIRST = 2;

  private StepNumbers() {}

  /// Returns the number of the last step, `Complete job`.
  static int last(JobSpec spec) {
    return spec.job().steps().size() + FIRST;
  }
}
