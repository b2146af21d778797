// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import org.jspecify.annotations.Nullable;

/// Gives the lines that errors point at.
@FunctionalInterface
public interface Sources {

  /// Knows no line.
  Sources NONE = (_, _) -> null;

  /// Returns a line of a file without its end, or `null` if it cannot be had.
  ///
  /// @param file as the error names it
  /// @param line counted from 1
  @Nullable String line(String file, int line);
}
