// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

/// A text that is no regular expression, or one that is not served.
final class RegexpException extends Exception {

  private static final long serialVersionUID = 1L;

  /// @param problem what is wrong
  /// @param at the position of the character at fault, counted from 0
  RegexpException(String problem, int at) {
    super(problem + " at character " + (at + 1));
  }
}
