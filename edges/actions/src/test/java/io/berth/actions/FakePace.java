// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// A time that passes only when somebody waits or says so.
final class FakePace implements Pace {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public void pause(Duration time) {
    pauses.add(time);
    pass(time);
  }

  void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  /// Returns how long somebody waited, each time.
  List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
