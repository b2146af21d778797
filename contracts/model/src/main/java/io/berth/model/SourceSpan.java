// SPDX-License-Identifier: Apache-2.0
package io.berth.model;

/// A place in a file that the reader can edit.
///
/// @param file the path as the user named it, or as found below the folder they named
/// @param line the line, counted from 1
/// @param column the first column, counted from 1 in Unicode code points
/// @param length how many code points are meant, at least 1
public record SourceSpan(String file, int line, int column, int length) {

  public SourceSpan {
    if (line < 1 || column < 1 || length < 1) {
      throw new IllegalArgumentException("line, column and length count from 1");
    }
  }

  /// Prints `file:line:column`, the form that editors and terminals make clickable.
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
