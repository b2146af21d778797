// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import java.util.Locale;
import java.util.Optional;

/// When an image is pulled.
public enum PullPolicy {
  /// Before every use.
  ALWAYS,
  /// If the engine does not have it.
  MISSING,
  /// Not at all.
  NEVER;

  /// Returns the word for it in a configuration.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the one with a name; `if-not-present` is `missing`.
  public static Optional<PullPolicy> named(String word) {
    for (PullPolicy policy : values()) {
      if (policy.word().equals(word.equals("if-not-present") ? "missing" : word)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
