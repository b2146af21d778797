// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.expressions.ExpressionException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

  private static final Names NAMES =
      new Names(
          Set.of("github", "list"),
          Map.of("success", new Names.Arity(0, 0), "hashfiles", new Names.Arity(1, 255)));

  private static final Map<String, Value> CONTEXTS =
      Map.of(
          "github", Json.parse("{\"ref\": \"main\", \"event\": {\"number\": 7}}"),
          "list", Json.parse("[[1, 2], {\"name\": \"x\"}, 3]"));

  private static Evaluation evaluate(String source) {
    return Expression.parse(source, NAMES)
        .evaluate(name -> Optional.ofNullable(CONTEXTS.get(name)), ExpressionTest::call);
  }

  private static Evaluation call(String name, List<Value> arguments) {
    return name.equals("success")
        ? new Evaluation.Done(Value.of(true))
        : new Evaluation.Needs(new Fact(name, List.of(arguments.getFirst().asString())));
  }

  private static Value value(String source) {
    return ((Evaluation.Done) evaluate(source)).value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "1 == 1 && 'a' || 'b'            ; \"a\"",
        "!true == false                  ; true",
        "1 < 2 == true                   ; true",
        "github.REF                      ; \"main\"",
        "github['event'].number          ; 7",
        "github.missing.deeper           ; null",
        "format('{0}-{1}-{0}', 'a', 2)   ; \"a-2-a\"",
        "'it''s'                         ; \"it's\"",
        "'a' == 'A'                      ; true",
        "'\u00df' == 'SS'                ; false"
      })
  void anExpressionHasAValue(String source, String json) {
    assertThat(Json.print(value(source))).isEqualTo(json);
  }

  @Test
  void anIndexOnAFilteredArrayLooksIntoEachItem() {
    assertThat(Json.print(value("list.*[0]"))).isEqualTo("[1]");
    assertThat(Json.print(value("list[*].name"))).isEqualTo("[\"x\"]");
    assertThat(Json.print(value("list.*.*"))).isEqualTo("[1,2,\"x\"]");
  }

  @Test
  void collectionsAreEqualOnlyToThemselves() {
    assertThat(value("list == list")).isEqualTo(Value.of(true));
    assertThat(value("list[0] == fromJSON('[1, 2]')")).isEqualTo(Value.of(false));
  }

  @Test
  void aTextThatLooksLikeAnExpressionIsNeverEvaluated() {
    assertThat(value("'1 == 1' == true")).isEqualTo(Value.of(false));
    assertThat(value("'github.event.number' == 7")).isEqualTo(Value.of(false));
  }

  @Test
  void aMissingFactIsAskedFor() {
    assertThat(evaluate("format('{0}', hashFiles('go.sum'))"))
        .isEqualTo(new Evaluation.Needs(new Fact("hashfiles", List.of("go.sum"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false && hashFiles('a')",
        "true || hashFiles('a')",
        "case(true, 1, hashFiles('a'))",
        "format('{0}', 1, hashFiles('a'))",
        "join(fromJSON('[1]'), hashFiles('a'))",
        "contains(github, hashFiles('a'))",
        "startsWith(list, hashFiles('a'))",
        "github.ref[hashFiles('a')]"
      })
  void aFactThatCannotMatterIsNotAskedFor(String source) {
    assertThat(evaluate(source)).isInstanceOf(Evaluation.Done.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "github.ref = 1   ; LEXING     ; 12 ; Unexpected symbol: '='. Located at position 12 within",
        "1.2.3            ; LEXING     ; 1  ; Unexpected symbol: '1.2.3'",
        "github.ref)      ; PARSING    ; 11 ; Unexpected symbol: ')'",
        "(github.ref      ; PARSING    ; 9  ; Unexpected end of expression: 'ref'",
        "secrets.A        ; PARSING    ; 1  ; Unrecognized named-value: 'secrets'",
        "1 || Always()    ; PARSING    ; 6  ; Unrecognized function: 'Always'",
        "hashFiles()      ; PARSING    ; 1  ; Too few parameters supplied: 'hashFiles'",
        "success(1)       ; PARSING    ; 1  ; Too many parameters supplied: 'success'",
        "case(true, 1, 2, 3) ; PARSING ; 1  ; Even number of parameters supplied",
        "format('{1}', 1) ; EVALUATION ; 1  ; references more arguments than were supplied: {1}",
        "format('}')      ; EVALUATION ; 1  ; The following format string is invalid: }",
        "format('{0:x}', 1) ; EVALUATION ; 1 ; The format specifiers 'x' are not valid for objects of type 'Number'",
        "fromJSON('')     ; EVALUATION ; 1  ; empty input",
        "1 && fromJSON('[') ; EVALUATION ; 6 ; expected a value but found the end at line 1, column 2"
      })
  void aMistakeIsNamedWithItsKindAndPlace(String source, Kind kind, int position, String text) {
    assertThatThrownBy(() -> evaluate(source))
        .isInstanceOfSatisfying(
            ExpressionException.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(kind);
              assertThat(problem.position()).isEqualTo(position);
              assertThat(problem).hasMessageContaining(text);
            });
  }

  @Test
  void anExpressionMayBe21000CharactersLong() {
    String longest = "'" + "x".repeat(20_998) + "'";

    assertThat(value(longest).asString()).hasSize(20_998);
    assertThatThrownBy(() -> evaluate(longest + " "))
        .hasMessage("Exceeded max expression length 21000");
  }

  @Test
  void aTreeMayBe50Deep() {
    assertThat(value("!".repeat(49) + "true")).isEqualTo(Value.of(false));
    assertThat(value("1" + " || 1".repeat(3000))).isEqualTo(Value.of(1));
    assertThat(value("(".repeat(200) + "1" + ")".repeat(200))).isEqualTo(Value.of(1));
    for (String deep :
        List.of(
            "!".repeat(50) + "true",
            "1" + " == 1".repeat(50),
            "1" + " == 1".repeat(3000),
            "(".repeat(10_000) + "1" + ")".repeat(10_000),
            "github" + "[github".repeat(2000) + "]".repeat(2000))) {
      assertThatThrownBy(() -> evaluate(deep)).hasMessage("Exceeded max expression depth 50");
    }
  }

  @Test
  void anEvaluationMayNotFillTheMemory() {
    String ten = "{0}".repeat(10);
    String nested = "'0123456789'";
    for (int level = 0; level < 6; level++) {
      nested = "format('" + ten + "', " + nested + ")";
    }
    String million = nested;

    assertThatThrownBy(() -> evaluate(million))
        .hasMessageStartingWith("The maximum allowed memory size was exceeded while evaluating");
  }

  @Test
  void whatLedToAPrimitiveResultIsForgotten() {
    String half = "x".repeat(20_000);
    Expression expression = Expression.parseAny("a == 'y' || a == 'z' || a == 'q' || a == a");

    Evaluation evaluation =
        expression.evaluate(name -> Optional.of(Value.of(half)), ExpressionTest::call, 100_000);

    assertThat(evaluation).isEqualTo(new Evaluation.Done(Value.of(true)));
  }

  @Test
  void aCallIsFoundAnywhereInTheTree() {
    Set<String> wanted = Set.of("success");

    assertThat(Expression.parse("github[format('{0}', SUCCESS())]", NAMES).calls(wanted)).isTrue();
    assertThat(Expression.parse("github.success == 'success()'", NAMES).calls(wanted)).isFalse();
  }

  @Test
  void expressionsAreCombinedAsTreesAndNotAsText() {
    Expression either = Expression.parse("false || github.ref == 'main'", NAMES);
    Expression guarded = Expression.call("success", List.of()).and(either);

    assertThat(guarded.source()).isEqualTo("success() && (false || github.ref == 'main')");
    assertThat(Expression.parse(guarded.source(), NAMES).root().children()).hasSize(2);
    assertThat(
            guarded.evaluate(name -> Optional.ofNullable(CONTEXTS.get(name)), ExpressionTest::call))
        .isEqualTo(new Evaluation.Done(Value.of(true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "success() && github.ref == 'dev'        ; (true && ('main' == 'dev'))",
        "github.ref != 'main' && success()       ; (('main' != 'main') && success())",
        "github.ref || github.event['x']         ; ('main' || github['event']['x'])",
        "!contains('it''s', github.ref)          ; !false",
        "github.event.number >= 7                ; (7 >= 7)",
        "github.event && github.missing          ; (Object && null)",
        "format('{0}', list.*.name)              ; 'Array'",
        "true || !format('{0}', list.*.name)     ; (true || !format('{0}', list[*]['name']))"
      })
  void anExpansionShowsWhatWasEvaluated(String source, String expanded) {
    assertThat(
            Expression.parse(source, NAMES)
                .expanded(name -> Optional.ofNullable(CONTEXTS.get(name)), ExpressionTest::call))
        .isEqualTo(expanded);
  }

  @Test
  void anExpansionOfWhatLacksAFactIsEmpty() {
    assertThat(
            Expression.parse("hashFiles('a') == ''", NAMES)
                .expanded(name -> Optional.empty(), ExpressionTest::call))
        .isEmpty();
  }
}
