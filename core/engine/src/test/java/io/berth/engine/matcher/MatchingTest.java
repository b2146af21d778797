// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.matcher.Matching.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MatchingTest {

  private static final String STYLISH =
      """
      {"problemMatcher": [{"owner": "stylish", "pattern": [
        {"regexp": "^([^\\\\s].*)$", "file": 1},
        {"regexp": "^\\\\s+(\\\\d+):(\\\\d+)\\\\s+(error|warning|info)\\\\s+(.*)\\\\s\\\\s+(.*)$",
         "line": 1, "column": 2, "severity": 3, "message": 4, "code": 5, "loop": true}]}]}
      """;

  private final Matching matching = new Matching(List.of(), () -> 0);

  private static List<MatcherFile.Definition> read(String text) {
    MatcherFile.Read read = MatcherFile.read(text);
    assertThat(read.problems()).isEmpty();
    return read.definitions();
  }

  private static List<MatcherFile.Definition> one(String owner, String regexp) {
    return read(
        """
        {"problemMatcher": [{"owner": "%s", "pattern": [{"regexp": "%s", "message": 1}]}]}
        """
            .formatted(owner, regexp));
  }

  private static List<String> seen(Matching matching, String... lines) {
    List<String> seen = new ArrayList<>();
    for (String line : lines) {
      for (Outcome outcome : matching.see(line)) {
        seen.add(
            switch (outcome) {
              case Outcome.Problem(var found, _) ->
                  "%s:%s:%s %s %s %s"
                      .formatted(
                          found.file(),
                          found.line(),
                          found.column(),
                          found.severity(),
                          found.code(),
                          found.message());
              case Outcome.Removed(var owner) -> "removed " + owner;
            });
      }
    }
    return seen;
  }

  @Test
  void aLoopGoesOnUntilALineDoesNotMatch() {
    matching.add(read(STYLISH));

    assertThat(
            seen(
                matching,
                "src/a.js",
                "  1:2  error  'x' is unused  no-unused-vars",
                "  3:4  warning  Missing semicolon  semi",
                "",
                "  5:6  error  of nobody  none",
                "src/b.js",
                "  7:8  error  again  rule"))
        .containsExactly(
            "src/a.js:1:2 error no-unused-vars 'x' is unused",
            "src/a.js:3:4 warning semi Missing semicolon",
            "src/b.js:7:8 error rule again");
  }

  @Test
  void withoutLoopEveryProblemNeedsAllItsLines() {
    matching.add(
        read(
            """
            {"problemMatcher": [{"owner": "three", "severity": "notice", "pattern": [
              {"regexp": "^file (.*)$", "file": 1},
              {"regexp": "^line (.*)$", "line": 1},
              {"regexp": "^says (.*)$", "message": 1}]}]}
            """));

    assertThat(
            seen(
                matching,
                "file a",
                "line 1",
                "says one",
                "says two",
                "file b",
                "says three",
                "file c",
                "line 2",
                "file d",
                "line 3",
                "says four"))
        .containsExactly("a:1: notice  one", "d:3: notice  four");
  }

  @Test
  void theLatestMatcherIsAskedFirstAndTheOthersBeginAgain() {
    matching.add(read(STYLISH));
    matching.add(one("late", "^  9:9 (.*)$"));

    assertThat(seen(matching, "src/a.js", "  9:9  error  stolen  x", "  1:1  error  lost  y"))
        .containsExactly("::    error  stolen  x");
  }

  @Test
  void aMatcherReplacesThatOfTheSameName() {
    matching.add(one("Same", "old (.*)"));
    matching.add(one("same", "new (.*)"));

    assertThat(seen(matching, "old one", "new one")).containsExactly("::   one");
    assertThat(matching.states()).hasSize(1);
  }

  @Test
  void aRemovedMatcherSeesNothing() {
    matching.add(one("a", "(.*)"));
    matching.remove("A");

    assertThat(matching.isEmpty()).isTrue();
    assertThat(matching.see("x")).isEmpty();
  }

  @Test
  void aProblemWithoutMessageOrOfUnknownGravityIsAnOrdinaryLine() {
    matching.add(
        read(
            """
            {"problemMatcher": [{"owner": "a", "pattern": [
              {"regexp": "^(\\\\w*): ?(.*)$", "severity": 1, "message": 2}]}]}
            """));

    assertThat(seen(matching, "fatal: x", "error:", "Notice: y", ": z"))
        .containsExactly(":: Notice  y", "::   z");
  }

  @Test
  void coloursAreNoPartOfALine() {
    matching.add(one("a", "^error (.*)$"));

    assertThat(matching.see("\u001b[1;31merror\u001b[0m \u001b[4mgone\u001b[K"))
        .containsExactly(
            new Outcome.Problem(new Found("", "", "", "", "", "gone", ""), "error gone"));
    assertThat(matching.see("\u001berror x")).isEmpty();
  }

  @Test
  void theThirdTimeoutRemovesAMatcher() {
    var nanoseconds = new AtomicLong();
    var slow = new Matching(List.of(), () -> nanoseconds.addAndGet(600_000_000));
    slow.add(one("quick", "^ok (.*)$"));
    slow.add(one("slow", "(x+x+)+[yz]"));
    String bomb = "x".repeat(64);

    assertThat(seen(slow, bomb, "ok one", bomb, bomb, "ok two"))
        .containsExactly("::   one", "removed slow", "::   two");
  }

  @Test
  void whatItRemembersCanBeTakenOver() {
    matching.add(read(STYLISH));
    matching.see("src/a.js");

    var next = new Matching(matching.states(), () -> 0);

    assertThat(seen(next, "  1:2  error  here  rule"))
        .containsExactly("src/a.js:1:2 error rule here");
  }
}
