// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;
import io.berth.workflow.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the steps of a job are counted: `Set up job` is 1, what actions run beforehand follows, then
/// the steps of the file, after them what their actions left to be run, and `Complete job` is last.
final class StepNumbers {

  /// The number of the set-up.
  static final int SET_UP = 1;

  private StepNumbers() {}

  /// Returns whether it is known what actions run before the steps of the file: only then these
  /// have numbers.
  static boolean areKnown(JobSpec spec, Standing standing) {
    return standing.fetched() != null
        || standing.position().number() > SET_UP
        || RemoteActions.of(spec).isEmpty();
  }

  /// Returns the number of the first step of the file.
  static int first(Standing standing) {
    return SET_UP + 1 + standing.before().size();
  }

  /// Returns the number of the first step after those of the file.
  static int beyondFile(JobSpec spec, Standing standing) {
    return first(standing) + spec.job().steps().size();
  }

  /// Returns the number of the last step, `Complete job`, as far as it is known.
  static int last(JobSpec spec, Standing standing) {
    return beyondFile(spec, standing) + standing.position().afterwards().size();
  }

  /// Returns the step of the file whose actions run something beforehand in the step with a number,
  /// or `null` if it is another step.
  static @Nullable Step before(Standing standing, int number) {
    int index = number - SET_UP - 1;
    return index >= 0 && index < standing.before().size() ? standing.before().get(index) : null;
  }

  /// Returns the number of a step of the file.
  static int of(JobSpec spec, Standing standing, Step step) {
    List<Step> steps = spec.job().steps();
    int index = 0;
    while (!steps.get(index).id().equals(step.id())) {
      index++;
    }
    return first(standing) + index;
  }

  /// Returns the step of the file with a number, or `null` if it is none of the file.
  static @Nullable Step step(JobSpec spec, Standing standing, int number) {
    int index = number - first(standing);
    return index >= 0 && index < spec.job().steps().size() ? spec.job().steps().get(index) : null;
  }
}
