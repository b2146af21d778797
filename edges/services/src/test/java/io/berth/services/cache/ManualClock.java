// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test moves.
final class ManualClock implements InstantSource {

  private Instant now = Instant.now();

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }
}
