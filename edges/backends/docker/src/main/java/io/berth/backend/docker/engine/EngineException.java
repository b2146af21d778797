// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import java.io.IOException;

/// An engine's refusal, in its own words.
public final class EngineException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  EngineException(int status, String message) {
    super(message);
    this.status = status;
  }

  /// Returns the status of HTTP.
  public int status() {
    return status;
  }

  /// Returns whether what was asked about is not there.
  public boolean isMissing() {
    return status == 404;
  }

  /// Returns whether it stands against what is there already.
  public boolean isConflict() {
    return status == 409;
  }
}
