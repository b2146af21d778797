// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "--a b           | --a,b",
        "~  --a\t\n b  ~ | --a,b",
        "--a='b c' d     | --a=b c,d",
        "--a=\"b c\"     | --a=b c",
        "a\\ b           | a b",
        "''              | ~~",
        "'$HOME' $HOME   | $HOME,$HOME",
        "'a\\b'          | a\\b",
        "\"a\\b\\\"\\$\" | a\\b\"$",
        "*;x `id` $(id)  | *;x,`id`,$(id)",
        "~a\\\nb \\\n c~ | ab,c",
      })
  void wordsAreThoseOfAShellThatExpandsNothing(String text, String words) {
    assertThat(Word.split(text))
        .satisfies(split -> assertThat(split.mistake()).isEmpty())
        .extracting(split -> split.words().stream().map(Word::text).toList())
        .isEqualTo(List.of(words.split(",", -1)));
  }

  @Test
  void nothingHasNoWords() {
    assertThat(Word.split(" \n ").words()).isEmpty();
  }

  @Test
  void aWordKnowsWhereItBegan() {
    assertThat(Word.split("-a  'b c' d").words())
        .containsExactly(new Word("-a", 1), new Word("b c", 5), new Word("d", 11));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a 'b     | the quote at column 3 is not closed",
        "a \"b\\\" | the quote at column 3 is not closed",
        "a \"\\   | the quote at column 3 is not closed",
        "a \\     | it ends with a `\\` that escapes nothing",
      })
  void whatIsNotClosedIsSaid(String text, String mistake) {
    assertThat(Word.split(text)).isEqualTo(new Word.Split(List.of(new Word("a", 1)), mistake));
  }
}
