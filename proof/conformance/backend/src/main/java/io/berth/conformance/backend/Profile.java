// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A part of the contract, which can be tried without the others.
public enum Profile {
  /// Identity, labels, plans and the lives of environments.
  CORE,
  /// Commands, their output and their ends.
  EXEC,
  /// Small files and copies.
  FILES,
  /// Containers and images.
  LAYERS,
  /// What ends when nobody renews it.
  LEASES,
  /// What is found again after a restart.
  RECOVERY,
  /// What one runner, job or stranger must not reach.
  SECURITY,
  /// What only the protocol has.
  WIRE,
  /// What only an address that others can reach has.
  TCP,
  /// What only a plugin that is started by its runner has.
  MANAGED;

  /// Returns how it is written on a command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the profile that is written so, or `null` if there is none.
  public static @Nullable Profile of(String word) {
    for (Profile profile : values()) {
      if (profile.word().equals(word)) {
        return profile;
      }
    }
    return null;
  }
}
