// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.util.Set;

/// Which cases are tried.
///
/// @param profiles the parts of the contract
/// @param ids the cases; empty for all of the profiles
/// @param isLong whether cases that have a long form are tried in that
/// @param patience by what the deadlines of the cases are multiplied
public record Scope(Set<Profile> profiles, Set<String> ids, boolean isLong, double patience) {

  /// Everything.
  public static final Scope ALL = new Scope(Set.of(Profile.values()), Set.of(), false, 1);

  public Scope {
    profiles = Set.copyOf(profiles);
    ids = Set.copyOf(ids);
  }

  /// Returns the scope of single cases.
  public static Scope of(String... ids) {
    return new Scope(ALL.profiles(), Set.of(ids), false, 1);
  }

  /// Returns the same with other deadlines.
  public Scope withPatience(double factor) {
    return new Scope(profiles, ids, isLong, factor);
  }

  boolean has(Case one) {
    return ids.isEmpty() ? profiles.contains(one.profile()) : ids.contains(one.id());
  }
}
