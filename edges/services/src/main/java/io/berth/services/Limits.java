// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import java.time.Duration;

/// What clients may cost.
///
/// @param exchanges how many requests are served at once; what comes beyond is cut off at once
/// @param stall how long a client may send or take nothing in the midst of a request
/// @param links how long an address to send or take content is good for
/// @param message how many bytes a request that is a message, and no content, may have
public record Limits(int exchanges, Duration stall, Duration links, int message) {

  /// For jobs of one machine: 256 exchanges, one minute, one hour, 64 KiB.
  public static final Limits USUAL =
      new Limits(256, Duration.ofMinutes(1), Duration.ofHours(1), 1 << 16);
}
