// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

/// What a piece of text stands for. Colour only ever repeats what a mark or a word says already.
public enum Role {
  /// Went well.
  SUCCESS("32"),
  /// Went wrong.
  FAILURE("1;31"),
  /// Went wrong, and the run goes on.
  ALLOWED("33"),
  /// Was ended early.
  CANCELLED("35"),
  /// Was not run.
  SKIPPED("2"),
  /// Is under way.
  RUNNING("36"),
  /// Comes later.
  WAITING("2"),
  /// A heading.
  TITLE("1"),
  /// Says more about what stands beside it.
  DETAIL("2"),
  /// Probably wrong.
  WARNING("33"),
  /// Worth knowing.
  NOTICE("34");

  private final String sgr;

  Role(String sgr) {
    this.sgr = sgr;
  }

  String sgr() {
    return sgr;
  }
}
