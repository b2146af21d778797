// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import java.time.Duration;

/// A command that was over before it could begin.
///
/// @param exit why
record NeverRan(ExecOutcome exit) implements Running {

  private static final byte[] END = {};

  @Override
  public byte[] read(int max) {
    return END;
  }

  @Override
  public boolean awaitExit(Duration atMost) {
    return true;
  }

  @Override
  public void signal(Signal signal) {}
}
