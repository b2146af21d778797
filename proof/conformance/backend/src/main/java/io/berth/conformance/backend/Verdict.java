// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

/// What came of a case.
public sealed interface Verdict {

  /// The promise was kept.
  record Passed() implements Verdict {}

  /// It was not.
  ///
  /// @param problem what was wanted and what was found
  record Failed(String problem) implements Verdict {}

  /// There is nothing to try: it is not declared, or not of this connection.
  ///
  /// @param reason what is not there
  record Inapplicable(String reason) implements Verdict {}

  /// It is declared and was not tried.
  ///
  /// @param reason what to do so that it is
  record Untried(String reason) implements Verdict {}

  /// Returns the word for it in reports.
  default String word() {
    return switch (this) {
      case Passed passed -> "passed";
      case Failed failed -> "failed";
      case Inapplicable inapplicable -> "inapplicable";
      case Untried untried -> "untried";
    };
  }

  /// Returns why, empty if there is nothing to say.
  default String reason() {
    return switch (this) {
      case Passed passed -> "";
      case Failed failed -> failed.problem();
      case Inapplicable inapplicable -> inapplicable.reason();
      case Untried untried -> untried.reason();
    };
  }
}
