// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An environment as its platform shows it.
///
/// @param id the id that the caller chose
/// @param owner who it belongs to
/// @param state what it can be used for
/// @param leaseEnd when it ends unless it is renewed, or `null` if it has ended
@Experimental
public record EnvironmentStatus(String id, Owner owner, State state, @Nullable Instant leaseEnd) {

  /// The life of an environment. From [#FAILED] on nothing can be run in it, but it still occupies
  /// its place until it is [#REMOVED].
  public enum State {
    CREATING,
    READY,
    DEGRADED,
    FAILED,
    LOST,
    EXPIRED,
    REMOVING,
    REMOVED
  }
}
