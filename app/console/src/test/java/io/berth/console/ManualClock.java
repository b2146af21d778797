// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that passes when a test says so.
final class ManualClock implements InstantSource {

  private Instant now = Instant.parse("2026-11-22T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void pass(long millis) {
    now = now.plus(Duration.ofMillis(millis));
  }
}
