// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What came of all cases.
///
/// @param subject what was tried
/// @param results one for each case that was asked for, in the order of the cases
public record Report(String subject, List<Result> results) {

  public Report {
    results = List.copyOf(results);
  }

  /// Returns whether all that is declared was tried and kept.
  public boolean isClean() {
    for (Result result : results) {
      boolean good =
          switch (result.verdict()) {
            case Verdict.Passed passed -> true;
            case Verdict.Inapplicable inapplicable -> true;
            case Verdict.Failed failed -> false;
            case Verdict.Untried untried -> false;
          };
      if (!good) {
        return false;
      }
    }
    return true;
  }

  /// Returns one line that sums up.
  public String summary() {
    Map<Word, Integer> counts = new EnumMap<>(Word.class);
    for (Result result : results) {
      counts.merge(Word.of(result.verdict()), 1, Integer::sum);
    }
    var text = new StringBuilder(subject).append(": ").append(results.size()).append(" cases");
    counts.forEach((word, count) -> text.append(", ").append(count).append(' ').append(word.said));
    return text.toString();
  }

  /// The ways to say what came of a case, in the order of the summary.
  private enum Word {
    PASSED("passed"),
    FAILED("failed"),
    UNTRIED("declared but not tried"),
    INAPPLICABLE("not declared or not of this connection");

    private final String said;

    Word(String said) {
      this.said = said;
    }

    static Word of(Verdict verdict) {
      return switch (verdict) {
        case Verdict.Passed passed -> PASSED;
        case Verdict.Failed failed -> FAILED;
        case Verdict.Untried untried -> UNTRIED;
        case Verdict.Inapplicable inapplicable -> INAPPLICABLE;
      };
    }
  }
}
