// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.Owner;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What stands on the platform beside everything that was made: whose it is and when it ends. What
/// does not carry all of it is never touched.
///
/// @param environment the id
/// @param owner runner, fence and tags
/// @param leaseEnd when it ends unless it is renewed
/// @param until when it ends even if it is, or `null`
public record Marks(String environment, Owner owner, Instant leaseEnd, @Nullable Instant until) {

  private static final String ENVIRONMENT = "berth.environment";
  private static final String RUNNER = "berth.runner";
  private static final String FENCE = "berth.fence";
  private static final String LEASE_END = "berth.lease-end";
  private static final String UNTIL = "berth.until";
  private static final String TAG = "berth.tag.";

  /// Returns the moment at which nothing of it may be left.
  public Instant end() {
    return until != null && until.isBefore(leaseEnd) ? until : leaseEnd;
  }

  /// Returns it as labels, tags or annotations: what every platform has.
  public Map<String, String> toLabels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(ENVIRONMENT, environment);
    labels.put(RUNNER, owner.runner());
    labels.put(FENCE, Long.toString(owner.fence()));
    labels.put(LEASE_END, leaseEnd.toString());
    if (until != null) {
      labels.put(UNTIL, until.toString());
    }
    owner.tags().forEach((key, value) -> labels.put(TAG + key, value));
    return labels;
  }

  /// Returns what labels say, or nothing if one is missing or damaged: then it is not Berth's.
  public static Optional<Marks> ofLabels(Map<String, String> labels) {
    String environment = labels.get(ENVIRONMENT);
    String runner = labels.get(RUNNER);
    String fence = labels.get(FENCE);
    String leaseEnd = labels.get(LEASE_END);
    String until = labels.get(UNTIL);
    if (environment == null || runner == null || fence == null || leaseEnd == null) {
      return Optional.empty();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    labels.forEach(
        (key, value) -> {
          if (key.startsWith(TAG)) {
            tags.put(key.substring(TAG.length()), value);
          }
        });
    try {
      return Optional.of(
          new Marks(
              environment,
              new Owner(runner, Long.parseLong(fence), tags),
              Instant.parse(leaseEnd),
              until == null ? null : Instant.parse(until)));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
