// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import org.jspecify.annotations.Nullable;

/// A remark that a step made about its work, masked.
///
/// @param level how grave it is
/// @param message what it says
/// @param title its heading, or an empty text
/// @param place the file it points at, or `null` if it points at none
public record Annotation(Level level, String message, String title, @Nullable Place place) {

  /// How grave a remark is.
  public enum Level {
    /// Worth knowing.
    NOTICE,
    /// Probably wrong.
    WARNING,
    /// Wrong.
    ERROR
  }

  /// A place in the workspace.
  ///
  /// @param file a path, relative to the workspace where it lies inside
  /// @param line the first line, counted from 1, or 0 if unknown
  /// @param endLine the last line, or 0 if unknown
  /// @param column the first column, counted from 1, or 0 if unknown
  /// @param endColumn the last column, or 0 if unknown
  public record Place(String file, int line, int endLine, int column, int endColumn) {}
}
