// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import java.util.Locale;

/// How a step, a job or a run ended.
public enum Result {
  /// It did what it should.
  SUCCESS,
  /// It did not.
  FAILURE,
  /// Somebody or something ended it early.
  CANCELLED,
  /// Its condition kept it from running.
  SKIPPED;

  /// Returns the status after one more step: the worse result wins, and nothing is worse than
  /// cancelled. A status is never skipped.
  public Result merge(Result step) {
    return switch (step) {
      case SUCCESS, SKIPPED -> this;
      case FAILURE -> this == SUCCESS ? FAILURE : this;
      case CANCELLED -> CANCELLED;
    };
  }

  /// Returns the word that workflows see: `success`, `failure`, `cancelled`, `skipped`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
