// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.expressions.Contexts;
import io.berth.expressions.Evaluation;
import io.berth.expressions.Fact;
import io.berth.expressions.Functions;
import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.model.BerthException;
import io.berth.workflow.Job;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateEvaluatorTest {

  private static final Contexts CONTEXTS =
      name ->
          Optional.of(
              Value.object(Map.of("n", Value.of(7), "t", Value.of("x"), "j", Value.of("[1,2]"))));
  private static final Functions ASKING =
      (name, arguments) ->
          new Evaluation.Needs(new Fact(name, arguments.stream().map(Value::asString).toList()));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          [1, two, ~]                                      | [1,"two",null]
          ["${{ github.n }}", "a${{ github.n }}"]          | [7,"a7"]
          [0, "${{ fromJSON(github.j) }}", [3]]            | [0,1,2,[3]]
          [{ "${{ github.t }}": 1, y: "${{ github.n }}" }] | [{"x":1,"y":7}]
          [{ a: 1, "${{ insert }}": { b: 2 }, c: 3 }]      | [{"a":1,"b":2,"c":3}]
          """)
  void partsOfAFileAreComputed(String matrix, String json) {
    assertThat(Json.print(TemplateEvaluator.value(vector(matrix), CONTEXTS, ASKING)))
        .isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          [{ x: 1, "${{ github.t }}": 2 }]      | 'x' is already defined
          [{ "${{ insert }}": "${{ github.t }}" }] | `${{ insert }}` wants a mapping, found `x`
          [{ "${{ fromJSON(github.j) }}": 1 }]  | a key has to be a text, found a list
          """)
  void whatCannotBeComputedNamesItsPlace(String matrix, String problem) {
    var thrown =
        catchThrowableOfType(
            BerthException.class, () -> TemplateEvaluator.value(vector(matrix), CONTEXTS, ASKING));

    assertThat(thrown).hasMessage(problem);
    assertThat(thrown.errors().getFirst().where()).isNotNull();
  }

  @Test
  void aFailingExpressionNamesItsPlace() {
    var template = vector("[1, \"${{ fromJSON(github.t) }}\"]");
    var thrown =
        catchThrowableOfType(
            BerthException.class, () -> TemplateEvaluator.value(template, CONTEXTS, ASKING));

    assertThat(thrown.errors().getFirst().where()).hasToString("w.yml:6:16");
  }

  @Test
  void aFactThatIsNeededIsAskedFor() {
    var text =
        Workflows.of(
            "on: push\njobs: { a: { runs-on: l, steps: [{ run: \"${{ hashFiles('x') }}\" }] } }");
    var run =
        (Step.Action.Run)
            ((Job.Steps) text.jobs().values().iterator().next()).steps().getFirst().action();

    assertThat(TemplateEvaluator.evaluate(run.script(), CONTEXTS, ASKING))
        .isEqualTo(new Evaluation.Needs(new Fact("hashfiles", List.of("x"))));
  }

  private static Template vector(String items) {
    var text =
        "on: push\njobs:\n  a:\n    strategy:\n      matrix:\n        v: "
            + items
            + "\n    runs-on: linux\n    steps: [{ run: 'true' }]\n";
    var strategy = Workflows.of(text).jobs().values().iterator().next().head().strategy();
    if (strategy == null || !(strategy.matrix() instanceof Template.Mapping(var entries, _))) {
      throw new AssertionError();
    }
    return entries.getFirst().value();
  }
}
