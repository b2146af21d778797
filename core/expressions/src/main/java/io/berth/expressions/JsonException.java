// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

/// A text that is not JSON.
public final class JsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  /// A text with nothing in it, where no place is worth naming.
  JsonException(String problem) {
    super(problem);
    this.line = 1;
    this.column = 1;
  }

  JsonException(String problem, int line, int column) {
    super(problem + " at line " + line + ", column " + column);
    this.line = line;
    this.column = column;
  }

  /// Returns the line at fault, counted from 1.
  public int line() {
    return line;
  }

  /// Returns the UTF-16 unit in its line at fault, counted from 1.
  public int column() {
    return column;
  }
}
