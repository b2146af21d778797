// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.expressions.Interpolation.Hole;
import io.berth.expressions.Interpolation.Text;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterpolationTest {

  @Test
  void textAndExpressionsAreSplitWithTheirPlaces() {
    assertThat(Interpolation.split("a ${{ b }}c${{d}}"))
        .containsExactly(new Text("a "), new Hole("b", 6), new Text("c"), new Hole("d", 14));
  }

  @Test
  void bracesInAQuotedTextDoNotClose() {
    assertThat(Interpolation.split("${{ 'it''s }} ' }}"))
        .containsExactly(new Hole("'it''s }} '", 4));
  }

  @Test
  void aScalarWithoutExpressionsIsText() {
    assertThat(Interpolation.split("$ {{ }}")).containsExactly(new Text("$ {{ }}"));
    assertThat(Interpolation.split("")).isEmpty();
  }

  @Test
  void anEmptyExpressionIsAHole() {
    assertThat(Interpolation.split("${{  }}")).containsExactly(new Hole("", 5));
  }

  @Test
  void anExpressionThatIsNotClosedIsNamedWithItsPlace() {
    assertThatThrownBy(() -> Interpolation.split("ab ${{ 'c }} "))
        .hasMessageStartingWith("The expression is not closed. An unescaped ${{ sequence was found")
        .isInstanceOfSatisfying(
            ExpressionException.class, problem -> assertThat(problem.position()).isEqualTo(4));
  }

  @Test
  void aLoneExpressionStaysItself() {
    assertThat(joined("${{ github.ref }}").source()).isEqualTo("github.ref");
  }

  @Test
  void severalPartsBecomeOneFormat() {
    assertThat(joined("it's {${{ a }}} ${{ b }}").source())
        .isEqualTo("format('it''s {{{0}}} {1}', a, b)");
  }

  private static Expression joined(String scalar) {
    List<Interpolation.Part> parts = Interpolation.split(scalar);
    List<Expression> expressions = new ArrayList<>();
    for (Interpolation.Part part : parts) {
      if (part instanceof Hole hole) {
        expressions.add(Expression.parseAny(hole.source()));
      }
    }
    return Interpolation.join(parts, expressions);
  }
}
