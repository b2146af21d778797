// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatcherFileTest {

  private static List<String> problems(String matchers) {
    return MatcherFile.read("{\"problemMatcher\": " + matchers + "}").problems();
  }

  @Test
  void aFileHoldsMatchersInOrder() {
    var read =
        MatcherFile.read(
            """
            \uFEFF{"problemMatcher": [
              {"owner": "one", "pattern": [{"regexp": "(.*)", "message": 1}]},
              {"owner": "two", "severity": "Warning", "fromPath": "a/b.sln", "pattern": [
                {"regexp": "^(.*)$", "file": "1"},
                {"regexp": "(.)", "message": 0, "loop": true}]}]}
            """);

    assertThat(read.problems()).isEmpty();
    assertThat(read.definitions())
        .extracting(MatcherFile.Definition::owner)
        .containsExactly("one", "two");
    assertThat(MatcherFile.matcher(read.definitions().getLast()))
        .extracting(ProblemMatcher::severity, ProblemMatcher::fromPath)
        .containsExactly("warning", "a/b.sln");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    List<String> problems =
        problems(
            """
            [7,
             {"pattern": []},
             {"owner": "a", "severity": "fatal", "pattern": [{"regexp": "x", "message": 0}]},
             {"owner": "b", "pattern": [{"regexp": "(", "message": 0}, {"message": 0}]},
             {"owner": "c", "pattern": [{"regexp": "(a)(b)", "file": 3, "line": -1, "message": 1.5}]},
             {"owner": "d", "pattern": [{"regexp": "(a)", "file": 1}, {"regexp": "(b)", "file": 1}]},
             {"owner": "e", "pattern": [{"regexp": "a", "message": 0, "loop": true}]},
             {"owner": "f", "pattern": [{"regexp": "a", "message": 0}, {"regexp": "b", "loop": true}]},
             {"owner": "g", "pattern": [{"regexp": "a", "message": 0}]},
             {"owner": "G", "pattern": [{"regexp": "a", "message": 0}]},
             {"owner": {}, "pattern": {"regexp": "a"}},
             {"owner": "h", "pattern": ["a"]}]
            """);

    assertThat(String.join("\n", problems))
        .isEqualTo(
            """
            `problemMatcher[0]` is no object with `owner` and `pattern`.
            `problemMatcher[1].owner` is missing: each matcher needs a name.
            `problemMatcher[1].pattern` is no list with at least one pattern.
            `problemMatcher[2].severity` is `fatal`, and not `error`, `warning` or `notice`.
            `problemMatcher[3].pattern[0].regexp` has `(` without `)` at character 1.
            `problemMatcher[3].pattern[1].regexp` is missing.
            `problemMatcher[4].pattern[0].file` is 3, and `regexp` has the groups 0 to 2.
            `problemMatcher[4].pattern[0].line` is -1, and `regexp` has the groups 0 to 2.
            `problemMatcher[4].pattern[0].message` is 1.5, and `regexp` has the groups 0 to 2.
            `problemMatcher[5].pattern[1].file` is set already by `problemMatcher[5].pattern[0]`.
            `problemMatcher[6].pattern[0].loop` may be set for the last of several patterns only.
            `problemMatcher[7].pattern[1].loop` needs `message` in the same pattern.
            `problemMatcher[9].owner` is `G`, as in `problemMatcher[8]`.
            `problemMatcher[10].owner` is no text.
            `problemMatcher[10].pattern` is no list with at least one pattern.
            `problemMatcher[11].pattern[0]` is no object with `regexp`.\
            """);
  }

  @Test
  void oneOfThePatternsMustSayWhatIsWrong() {
    assertThat(problems("[{\"owner\": \"a\", \"pattern\": [{\"regexp\": \"a\", \"file\": 0}]}]"))
        .containsExactly(
            "`problemMatcher[0].pattern` has no pattern with `message`: one must say what is"
                + " wrong.");
  }

  @Test
  void whatIsNoListOfMatchersIsSaid() {
    assertThat(MatcherFile.read("[]").problems())
        .containsExactly("`problemMatcher` is missing: a list of matchers was expected.");
    assertThat(MatcherFile.read("{\"a\"").problems().getFirst())
        .startsWith("It is no JSON: ")
        .contains("line 1");
  }

  @Test
  void countsAreBounded() {
    String matcher = "{\"owner\": \"a\", \"pattern\": [{\"regexp\": \"a\", \"message\": 0}]}";

    assertThat(problems("[" + (matcher + ",").repeat(100) + matcher + "]"))
        .containsExactly("`problemMatcher` has 101 matchers: at most 100 are allowed.");
    assertThat(
            problems(
                "[" + matcher.replace("\"a\", \"m", "\"" + "a".repeat(10_001) + "\", \"m") + "]"))
        .containsExactly("`problemMatcher[0].pattern[0].regexp` is longer than 10000 characters.");
  }
}
