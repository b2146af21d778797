// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ids of what was removed a short time ago, so that they are not given out again and whoever
/// asks is told. Any thread may call.
public final class Tombstones {

  /// How long a removal is told of.
  public static final Duration MEMORY = Duration.ofMinutes(10);

  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final LinkedHashMap<String, Instant> removed = new LinkedHashMap<>();

  /// @param clock says what time it is
  public Tombstones(InstantSource clock) {
    this.clock = clock;
  }

  /// Notes that something was removed now.
  public synchronized void add(String id) {
    forgetOld();
    if (removed.size() >= MOST) {
      removed.pollFirstEntry();
    }
    removed.putLast(id, clock.instant());
  }

  /// Returns whether it was removed less than 10 minutes ago.
  public synchronized boolean contains(String id) {
    if (removed.isEmpty()) {
      return false;
    }
    forgetOld();
    return removed.containsKey(id);
  }

  private void forgetOld() {
    Instant oldest = clock.instant().minus(MEMORY);
    for (Map.Entry<String, Instant> first = removed.firstEntry();
        first != null && first.getValue().isBefore(oldest);
        first = removed.firstEntry()) {
      removed.pollFirstEntry();
    }
  }
}
