// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An environment that is wanted.
///
/// @param id chosen by the caller, unique for ever: 1 to 128 letters, digits, `.`, `_` and `-`
/// @param owner who it belongs to and what it is for, kept on the platform beside it
/// @param label what the label of the job means, as [LabelVerdict.Valid#normalised] said it
/// @param plan everything that its job needs
/// @param lease how long it lives without being renewed
/// @param until when it ends even if it is renewed, or `null` if renewal keeps it
public record EnvironmentRequest(
    String id,
    Owner owner,
    Setting.Section label,
    JobPlan plan,
    Duration lease,
    @Nullable Instant until) {

  /// How long a lease lasts where nobody says otherwise.
  public static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);

  public EnvironmentRequest {
    Ids.check("environment", id);
  }

  /// Returns a request under a label that says nothing more, with the usual lease.
  public static EnvironmentRequest of(String id, Owner owner, JobPlan plan) {
    return new EnvironmentRequest(id, owner, Setting.Section.EMPTY, plan, DEFAULT_LEASE, null);
  }
}
