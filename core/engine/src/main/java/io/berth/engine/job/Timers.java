// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

/// The names of the timers of a job.
final class Timers {

  /// The limit of the job.
  static final String JOB = "job";

  /// The limit of what may run on after the job was cancelled.
  static final String CANCEL = "cancel";

  private Timers() {}

  /// The limit of a step.
  static String step(int number) {
    return "step " + number;
  }

  /// The patience after a signal.
  ///
  /// @param place where the step is, as in [StepFiles]
  /// @param rung how many signals were sent
  static String ladder(String place, int rung) {
    return "ladder " + place + " " + rung;
  }
}
