// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

/// What the exit code of the program says about a run.
public enum ExitStatus {
  /// Every job succeeded or was skipped, or its failure does not count.
  SUCCESS(0),
  /// A job failed.
  FAILURE(1),
  /// The command line or a workflow is not valid; nothing ran.
  USAGE(2),
  /// An environment could not be had for a job, or was lost.
  ENVIRONMENT(3),
  /// Somebody interrupted it.
  INTERRUPTED(130);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /// Returns the code of the process.
  public int code() {
    return code;
  }
}
