// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoreSchemaTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
  void nullHasFiveSpellings(String text) {
    assertThat(CoreSchema.resolve(text)).isEqualTo(Value.NULL);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "True, true", "TRUE, true", "false, false", "FALSE, false"})
  void truthHasThreeSpellingsEach(String text, boolean truth) {
    assertThat(CoreSchema.resolve(text)).isEqualTo(Value.of(truth));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-12, -12",
    "+12, 12",
    "012, 12",
    "0x1F, 31",
    "0o17, 15",
    "1.5, 1.5",
    ".5, 0.5",
    "5., 5",
    "-1e3, -1000",
    "1E-2, 0.01",
    ".inf, Infinity",
    "-.INF, -Infinity",
    ".NaN, NaN"
  })
  void numbersAreDecimalHexadecimalOctalOrFloating(String text, double number) {
    assertThat(CoreSchema.resolve(text)).isEqualTo(Value.of(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "on",
        "off",
        "tRUE",
        "nULL",
        "1_000",
        "0b1",
        "0x",
        "0o8",
        "1e",
        "1.2.3",
        ".",
        "+",
        "-",
        "e3",
        "inf",
        "+.nan",
        "12:30",
        "2001-12-14",
        "0xg"
      })
  void everythingElseIsText(String text) {
    assertThat(CoreSchema.resolve(text)).isEqualTo(Value.of(text));
  }
}
