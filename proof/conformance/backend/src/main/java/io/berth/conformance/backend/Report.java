// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What came of all cases.
///
/// @param subject what was tried
/// @param results one for each case that was asked for, in the order of the cases
/// @param took how long all took together
public record Report(String subject, List<Result> results, Duration took) {

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
    return text.append(", in ")
        .append(Math.round(took.toMillis() / 100.0) / 10.0)
        .append(" s")
        .toString();
  }

  /// Returns how many cases came to a verdict of a kind.
  long count(Class<? extends Verdict> kind) {
    return results.stream().filter(result -> kind.isInstance(result.verdict())).count();
  }

  /// Returns the lines that tell an author what to mend, and first what others build on; none if
  /// nothing is to be mended.
  public List<String> advice() {
    List<String> lines = new ArrayList<>();
    List<String> then = new ArrayList<>();
    Map<String, List<String>> untried = new LinkedHashMap<>();
    for (Result result : results) {
      switch (result.verdict()) {
        case Verdict.Failed failed when lines.isEmpty() -> {
          lines.add("mend first: " + result.id() + " (" + result.profile().word() + ")");
          lines.add("  promised: " + result.title());
          lines.add("  found:    " + failed.problem().replace("\n", "\n            "));
        }
        case Verdict.Failed failed -> then.add(result.id());
        case Verdict.Untried left ->
            untried.computeIfAbsent(left.reason(), reason -> new ArrayList<>()).add(result.id());
        case Verdict.Passed passed -> {}
        case Verdict.Inapplicable inapplicable -> {}
      }
    }
    if (!then.isEmpty()) {
      lines.add("then: " + String.join(", ", then));
    }
    untried.forEach(
        (reason, ids) -> lines.add("not tried: " + String.join(", ", ids) + ": " + reason));
    return lines;
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
