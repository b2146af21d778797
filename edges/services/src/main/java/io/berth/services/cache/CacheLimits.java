// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import java.time.Duration;

/// How much is kept, and for how long.
///
/// @param entryBytes how many bytes one entry may have
/// @param repositoryBytes how many bytes all entries of one repository may have
/// @param entries how many entries one repository may have
/// @param unused an entry that nobody used for so long is removed
/// @param uploads how many uploads one job may have begun and not ended
public record CacheLimits(
    long entryBytes, long repositoryBytes, int entries, Duration unused, int uploads) {

  /// As GitHub has it: 10 GiB for a repository, seven days.
  public static final CacheLimits USUAL =
      new CacheLimits(10L << 30, 10L << 30, 10_000, Duration.ofDays(7), 64);
}
