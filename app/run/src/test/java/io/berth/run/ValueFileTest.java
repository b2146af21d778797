// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.BerthError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueFileTest {

  private final List<BerthError> errors = new ArrayList<>();

  private Map<String, String> read(String text) {
    return ValueFile.read(".env", text, errors);
  }

  @Test
  void plainValuesLoseWhiteSpaceAndComments() {
    var values = read("# first\n\nA=1\nexport B = two words  # why\nC=a#b\nD=\nE: yaml\r\n");

    assertThat(values)
        .isEqualTo(Map.of("A", "1", "B", "two words", "C", "a#b", "D", "", "E", "yaml"));
    assertThat(errors).isEmpty();
  }

  @Test
  void quotedValuesGoOverSeveralLines() {
    var values = read("A=\"one\ntwo\\n\\\"three\\\"\"\nB='as\\n it\nis' # end\nC=3\n");

    assertThat(values).isEqualTo(Map.of("A", "one\ntwo\n\"three\"", "B", "as\\n it\nis", "C", "3"));
  }

  @Test
  void everyMistakeIsSaidWithItsPlace() {
    var values = read("A=1\nnothing\nB C=2\nD='open\n");

    assertThat(values).isEqualTo(Map.of("A", "1"));
    assertThat(errors)
        .extracting(error -> error.where() + " " + error.problem())
        .containsExactly(
            ".env:2:1 `nothing` has no value: `NAME=VALUE` was expected",
            ".env:3:1 `B C` is no name of a variable",
            ".env:4:3 the quote that begins here does not end");
  }

  @Test
  void aNameStandsForAValueAboveItAndOthersStayAsTheyAre() {
    var values =
        read("A=one\nB=${A}-$A # $A\nC=\"$A\\$A\"\nD='$A'\nE=pa$$word$NONE${A\nF=${NONE}\n");

    assertThat(values)
        .isEqualTo(
            Map.of(
                "A",
                "one",
                "B",
                "one-one",
                "C",
                "one$A",
                "D",
                "$A",
                "E",
                "pa$$word$NONE${A",
                "F",
                "${NONE}"));
  }

  @Test
  void yamlFilesGiveTextsToo() {
    var values = YamlValues.read("s.yml", "A: one\nB: |-\n  two\n  lines\nC: 3\nD: yes\n", errors);

    assertThat(values).isEqualTo(Map.of("A", "one", "B", "two\nlines", "C", "3", "D", "yes"));
    assertThat(errors).isEmpty();
  }

  @Test
  void brokenYamlIsSaidWithItsPlace() {
    YamlValues.read("s.yml", "A: one\nB: [\n", errors);
    YamlValues.read("t.yml", "A: {b: c}\n", errors);

    assertThat(errors)
        .extracting(error -> String.valueOf(error.where()))
        .containsExactly("s.yml:3:1", "t.yml:1:1");
  }
}
