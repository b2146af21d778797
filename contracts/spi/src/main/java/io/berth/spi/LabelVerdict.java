// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import io.berth.spi.Layout.Paths;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a backend makes of a label.
public sealed interface LabelVerdict {

  /// Jobs can be placed under it.
  ///
  /// @param normalised what it means, the same for both forms; comes back in every request for an
  ///     environment under this label and is then accepted as it is
  /// @param platform what the environments will be
  /// @param capabilities what they can do
  /// @param summary one line for a person
  record Valid(
      Setting.Section normalised, Platform platform, Capabilities capabilities, String summary)
      implements LabelVerdict {}

  /// Nothing can be placed under it.
  ///
  /// @param violations all that is wrong, at least one
  record Invalid(List<Violation> violations) implements LabelVerdict {

    public Invalid {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("invalid without a reason");
      }
    }
  }

  /// What environments will be, as far as it is known before one is made.
  ///
  /// @param os as [Layout#os]
  /// @param arch as [Layout#arch]
  /// @param paths where things will be, or `null` if every environment has places of its own
  /// @param shells the names of the shells that are there, the preferred first; empty if that is
  ///     known only inside
  record Platform(String os, String arch, @Nullable Paths paths, List<String> shells) {

    public Platform {
      shells = List.copyOf(shells);
    }
  }
}
