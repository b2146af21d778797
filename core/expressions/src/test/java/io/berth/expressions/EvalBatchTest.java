// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalBatchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"expr\":\"\"}                                  | {\"kind\":\"Null\",\"value\":null}",
        "{\"expr\":\"1 == 1\"}                            | {\"kind\":\"Boolean\",\"value\":true}",
        "{\"expr\":\"0.1\"}                               | {\"kind\":\"Number\",\"value\":0.1}",
        "{\"expr\":\"-Infinity\"}                         | {\"kind\":\"Number\",\"value\":\"-Infinity\"}",
        "{\"expr\":\"A.b\",\"contexts\":{\"a\":{\"B\":\"x\"}}} | {\"kind\":\"String\",\"value\":\"x\"}",
        "{\"expr\":\"a.*\",\"contexts\":{\"a\":{\"B\":1}}} | {\"kind\":\"Array\",\"value\":[1]}",
        "{\"expr\":\"a\",\"contexts\":{\"A\":{\"B\":1}}}  | {\"kind\":\"Object\",\"value\":{\"B\":1}}",
        "{\"expr\":\"1 = 1\"} | {\"error\":{\"kind\":\"lexing\",\"message\":\"Unexpected symbol: '='. Located at position 3 within expression: 1 = 1\"}}",
        "{\"expr\":\"a\"} | {\"error\":{\"kind\":\"parsing\",\"message\":\"Unrecognized named-value: 'a'. Located at position 1 within expression: a\"}}",
        "{\"expr\":\"case(1, 2, 3)\"} | {\"error\":{\"kind\":\"evaluation\",\"message\":\"case predicate must evaluate to a boolean value. Located within expression: case(1, 2, 3)\"}}",
        "{ | {\"error\":{\"kind\":\"parsing\",\"message\":\"the line is not JSON: expected a name in double quotes at line 1, column 2\"}}",
        "[] | {\"error\":{\"kind\":\"parsing\",\"message\":\"the line has to be an object with a text `expr` and, if need be, an object `contexts`\"}}"
      })
  void aLineIsAnsweredByALine(String question, String answer) {
    assertThat(EvalBatch.answer(question)).isEqualTo(answer);
  }
}
