// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

/// How roles look on this output.
///
/// @param colour whether colours are shown
/// @param unicode whether the output shows more than ASCII
public record Theme(boolean colour, boolean unicode) {

  /// Returns `text` in the colour of `role`, or as it is.
  public String paint(Role role, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + role.sgr() + "m" + text + "\u001b[0m" : text;
  }

  String mark(Role role) {
    return switch (role) {
      case SUCCESS -> unicode ? "✔" : "+";
      case FAILURE -> unicode ? "✘" : "x";
      case ALLOWED, WARNING -> "!";
      case CANCELLED -> unicode ? "■" : "#";
      case SKIPPED -> "-";
      case RUNNING -> unicode ? "●" : "*";
      case WAITING -> unicode ? "○" : ".";
      case TITLE, DETAIL -> unicode ? "│" : "|";
      case NOTICE -> unicode ? "▸" : ">";
    };
  }

  String ellipsis() {
    return unicode ? "…" : "~";
  }

  String separator() {
    return unicode ? " · " : " - ";
  }
}
