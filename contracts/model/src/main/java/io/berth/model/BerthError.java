// SPDX-License-Identifier: Apache-2.0
package io.berth.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A failure as data: what a person reads, what a machine matches, where it happened.
///
/// @param code what a machine matches on
/// @param problem what is wrong, one sentence
/// @param remedy what to do about it, one sentence in the imperative, or `null` if nothing helps
/// @param where the place in a file the reader can edit, or `null` if there is none
/// @param similar names that exist and look like the one asked for, best first, at most 3
public record BerthError(
    ErrorCode code,
    String problem,
    @Nullable String remedy,
    @Nullable SourceSpan where,
    List<String> similar) {

  public BerthError {
    if (problem.isBlank()) {
      throw new IllegalArgumentException("problem is blank");
    }
    similar = List.copyOf(similar);
  }

  /// Returns an error without a place.
  public static BerthError of(ErrorCode code, String problem, @Nullable String remedy) {
    return new BerthError(code, problem, remedy, null, List.of());
  }
}
