// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that goes on only when it is told to.
public final class ManualClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-11-22T06:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /// Lets time pass.
  public void pass(Duration time) {
    now = now.plus(time);
  }
}
