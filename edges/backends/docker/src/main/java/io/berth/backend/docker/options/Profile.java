// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

/// How strictly the jobs of a label are held to its policy.
public enum Profile {
  /// What is not allowed fails the job.
  STRICT,
  /// What is not allowed is left out with a warning, as other runners do without one.
  COMPAT,
  /// Jobs may ask for everything but an engine's socket, up to the limits.
  TRUSTED;

  /// Returns the word for it in a configuration.
  public String word() {
    return switch (this) {
      case STRICT -> "strict";
      case COMPAT -> "compat";
      case TRUSTED -> "trusted";
    };
  }
}
