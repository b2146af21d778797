// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;
import io.berth.workflow.Step;
import org.jspecify.annotations.Nullable;

/// How the steps of a job are counted: `Set up job` is 1, the steps of the file follow, after them
/// what their actions left to be run, and `Complete job` is last.
final class StepNumbers {

  /// The number of the set-up.
  static final int SET_UP = 1;

  /// The number of the first step of the file.
  static final int FIRST = 2;

  private StepNumbers() {}

  /// Returns the number of the first step after those of the file.
  static int beyondFile(JobSpec spec) {
    return spec.job().steps().size() + FIRST;
  }

  /// Returns the number of the last step, `Complete job`, as far as it is known.
  static int last(JobSpec spec, Standing.Position position) {
    return beyondFile(spec) + position.afterwards().size();
  }

  /// Returns the step of the file with a number, or `null` if it is none of the file.
  static @Nullable Step step(JobSpec spec, int number) {
    int index = number - FIRST;
    return index >= 0 && index < spec.job().steps().size() ? spec.job().steps().get(index) : null;
  }
}
