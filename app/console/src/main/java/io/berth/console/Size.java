// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

/// How large a terminal is.
///
/// @param columns at least 1
/// @param rows at least 1
public record Size(int columns, int rows) {

  /// What terminals have been since they were made of glass; taken when nobody knows better.
  public static final Size USUAL = new Size(80, 24);

  private static final int LEAST_COLUMNS = 20;
  private static final int LEAST_ROWS = 4;

  /// Returns this size, or the smallest that something can be drawn in.
  Size usable() {
    return new Size(Math.max(columns, LEAST_COLUMNS), Math.max(rows, LEAST_ROWS));
  }
}
