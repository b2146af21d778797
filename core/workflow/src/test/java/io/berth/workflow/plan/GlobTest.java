// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          main                | main                  | true
          main                | Main                  | false
          main                | mainline              | false
          *                   | main                  | true
          *                   | feature/a             | false
          **                  | feature/a             | true
          feature/*           | feature/a             | true
          feature/*           | feature/a/b           | false
          feature/**          | feature/a/b           | true
          feature/**          | feature               | false
          **feature           | my-feature            | true
          **feature           | a/b/feature           | true
          v2*                 | v2                    | true
          v2*                 | v2.0                  | true
          v[12].[0-9]+.[0-9]+ | v1.10.1               | true
          v[12].[0-9]+.[0-9]+ | v3.1.1                | false
          v[12].[0-9]+.[0-9]+ | v1.10                 | false
          *.js                | app.js                | true
          *.js                | lib/app.js            | false
          **.js               | lib/deep/app.js       | true
          docs/*              | docs/a.md             | true
          docs/*              | docs/a/b.md           | false
          docs/**             | docs/a/b.md           | true
          docs/**/*.md        | docs/a.md             | true
          docs/**/*.md        | docs/a/b/c.md         | true
          docs/**/*.md        | docs/a/b/c.txt        | false
          **/docs/**          | docs/a.md             | true
          **/docs/**          | x/docs/a.md           | true
          **/docs/**          | xdocs/a.md            | false
          **/README.md        | README.md             | true
          **/README.md        | a/b/README.md         | true
          **/README.md        | a/bREADME.md          | false
          **/*src/**          | a/src/app.js          | true
          **/*src/**          | my-src/code/x         | true
          *.jsx?              | page.js               | true
          *.jsx?              | page.jsx              | true
          *.jsx?              | page.jsxx             | false
          ab+c                | abbbc                 | true
          ab+c                | ac                    | false
          [CB]at              | Cat                   | true
          [CB]at              | Rat                   | false
          [!a]                | !                     | true
          \\*                 | *                     | true
          \\*                 | a                     | false
          a\\+                | a+                    | true
          !main               | main                  | true
          """)
  void aPatternStandsForTheWholeText(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a[bc     | `[` at character 2 is never closed
          a[]      | `[]` at character 2 holds no character
          ?a       | `?` at character 1 repeats what stands before it, and no single character does
          a*+      | `+` at character 3 repeats what stands before it, and no single character does
          a\\      | nothing follows the backslash
          !        | the pattern is empty
          """)
  void aMalformedPatternSaysWhatIsWrongAndMatchesNothing(String pattern, String problem) {
    assertThat(Glob.of(pattern).problem()).isEqualTo(problem);
    assertThat(Glob.of(pattern).matches("a")).isFalse();
  }

  @Test
  void noPatternTakesLongerThanItsLengthTimesThatOfTheText() {
    var glob = Glob.of("a+".repeat(200) + "**".repeat(50) + "b");
    var text = "a".repeat(20_000);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(glob.matches(text)).isFalse());
  }

  @Test
  void everyTextIsSomePattern() {
    assertThatCode(() -> Glob.of("\\[a-\\]**/**?+[z-a]").matches("x")).doesNotThrowAnyException();
  }
}
