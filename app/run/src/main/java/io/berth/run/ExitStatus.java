// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import org.jspecify.annotations.Nullable;

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

  /// Returns whether an error says that an environment could not be had, or was lost.
  ///
  /// @param error why a job could not run, or `null`
  static boolean environmentMissing(@Nullable BerthError error) {
    return error != null
        && (error.code() == ErrorCode.LAYER_UNSUPPORTED
            || error.code().blame() == ErrorCode.Blame.ENVIRONMENT);
  }

  /// Returns the code of the process.
  public int code() {
    return code;
  }
}
