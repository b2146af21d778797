// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "0",
        "-0",
        "12.5",
        "1.0E-7",
        "1.2345678901234567E19",
        "\"a\\\"\\\\\\n\\u0001\"",
        "[]",
        "[1,[2,{}]]",
        "{\"b\":1,\"a\":{\"B\":null}}",
        "\"\ud83d\ude00\\ud83d\""
      })
  void whatIsWrittenIsReadAgain(String text) {
    assertThat(Json.print(Json.parse(text))).isEqualTo(text);
  }

  @Test
  void everyDoubleSurvives() {
    var random = new SplittableRandom(7);
    for (int count = 0; count < 20_000; count++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertThat(Json.parse(Json.print(Value.of(number)))).isEqualTo(Value.of(number));
      }
    }
  }

  @Test
  void numbersThatJsonCannotSayAreTexts() {
    Value odd = Value.array(List.of(Value.of(Double.NaN), Value.of(Double.NEGATIVE_INFINITY)));

    assertThat(Json.print(odd)).isEqualTo("[\"NaN\",\"-Infinity\"]");
  }

  @Test
  void prettyTextIsThatOfToJson() {
    Value value = Json.parse("{\"a\": [1e20, -0, \"\u00e9\"], \"b\": {}, \"c\": []}");

    assertThat(Json.pretty(value))
        .isEqualTo(
            "{\n  \"a\": [\n    1E+20,\n    0,\n    \"\u00e9\"\n  ],\n  \"b\": {},\n  \"c\": []\n}");
  }

  @Test
  void ofEqualNamesTheLastValueCounts() {
    assertThat(Json.print(Json.parse("{\"a\":1,\"b\":2,\"a\":3}"))).isEqualTo("{\"a\":3,\"b\":2}");
  }

  @Test
  void namesThatDifferInCaseStayApart() {
    assertThat(Json.parse("{\"a\":1,\"A\":2}"))
        .isEqualTo(Value.object(Map.of("a", Value.of(1), "A", Value.of(2))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~            | empty input",
        "[1,]          | expected a value but found `]` at line 1, column 4",
        "{\"a\" 1}     | expected `:` but found `1` at line 1, column 6",
        "{a: 1}        | expected a name in double quotes at line 1, column 2",
        "01            | expected the end but found `1` at line 1, column 2",
        "+1            | expected a value but found `+` at line 1, column 1",
        "1.            | expected a digit at line 1, column 3",
        "tru           | expected `true` at line 1, column 1",
        "\"a           | a string is not closed at line 1, column 3",
        "\"\\x\"       | `\\x` is no escape at line 1, column 2",
        "\"\\u12g4\"   | `\\u` needs four hexadecimal digits at line 1, column 2",
        "[1, // one    | expected a value but found `/` at line 1, column 5",
        "~[1\n, 'a']~  | expected a value but found `'` at line 2, column 3"
      })
  void whatIsNoJsonIsNamedWithItsPlace(String text, String problem) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(JsonException.class)
        .hasMessage(problem);
  }

  @Test
  void nestingHasABound() {
    assertThat(Json.parse("[".repeat(100) + "]".repeat(100))).isNotNull();
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .hasMessage("nested deeper than 100 at line 1, column 101");
  }

  @Test
  void theLanguageToleratesCommentsAndMergesNamesThatDifferInCase() {
    Value value = JsonReader.fromJson("// one\n{\"a\":1, /* two */ \"A\":2}");

    assertThat(Json.print(value)).isEqualTo("{\"a\":1}");
  }
}
