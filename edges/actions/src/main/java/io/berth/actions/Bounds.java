// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import java.time.Duration;

/// How much one repository may cost.
///
/// @param transfer the most bytes that are fetched
/// @param bytes the most bytes that its files may have together
/// @param files the most files that it may have
/// @param listing how long the list of its refs may take
/// @param fetching how long fetching it may take, each time it is tried
public record Bounds(long transfer, long bytes, int files, Duration listing, Duration fetching) {

  /// What applies unless something else is said.
  public static final Bounds DEFAULT =
      new Bounds(1L << 30, 2L << 30, 100_000, Duration.ofMinutes(2), Duration.ofMinutes(20));
}
