// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.SourceSpan;
import io.berth.workflow.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatrixTest {

  private static final Template PLACE =
      new Template.Literal(Value.NULL, "", new SourceSpan("w.yml", 5, 9, 1));

  @Test
  void matricesMakeTheLegsThatTheirFileSays() throws IOException {
    Blocks.check("matrices.txt", MatrixTest::legs);
  }

  @Test
  void moreThan256LegsAreRefusedAndExactlySoManyAreNot() {
    assertThat(Matrix.expand(PLACE, vectors(16, 16))).hasSize(256);
    assertThatThrownBy(() -> Matrix.expand(PLACE, vectors(257)))
        .hasMessage("The matrix makes more than 256 jobs");
  }

  @Test
  void aProductThatNobodyCanCountIsRefusedAtOnce() {
    assertThatThrownBy(
            () -> Matrix.expand(PLACE, vectors(200, 200, 200, 200, 200, 200, 200, 200, 200)))
        .hasMessage("The matrix makes more than 256 jobs");
  }

  @Test
  void exclusionsMayBringALargeProductBelowTheLimit() {
    List<Value> excluded = new ArrayList<>();
    for (int i = 1; i < 20; i++) {
      excluded.add(Value.object(Map.of("v0", Value.of(i))));
    }
    Map<String, Value> members = new LinkedHashMap<>(vectors(20, 20).members());
    members.put("exclude", Value.array(excluded));

    assertThat(Matrix.expand(PLACE, Value.object(members))).hasSize(20);
  }

  @Test
  void aNameOfMoreThan100CharactersEndsInDots() {
    var leg = new MatrixLeg(Value.object(Map.of()), List.of("x".repeat(100)));

    assertThat(leg.displayName("job")).hasSize(100).endsWith("xxx...");
  }

  private static String legs(String json) {
    var names = new LegNames(List.of("job"));
    var lines = new StringBuilder();
    try {
      for (MatrixLeg leg : Matrix.expand(PLACE, Json.parse(json))) {
        lines.append(names.id("job", leg)).append(" | ").append(leg.displayName("Job"));
        lines.append(" | ").append(Json.print(leg.values())).append('\n');
      }
    } catch (BerthException e) {
      for (BerthError error : e.errors()) {
        lines.append("error: ").append(error.problem());
        lines.append(error.similar().isEmpty() ? "" : " " + error.similar()).append('\n');
      }
    }
    return lines.isEmpty() ? "no legs" : lines.toString();
  }

  private static Value.ObjectValue vectors(int... sizes) {
    Map<String, Value> vectors = new LinkedHashMap<>();
    for (int v = 0; v < sizes.length; v++) {
      List<Value> items = new ArrayList<>();
      for (int i = 0; i < sizes[v]; i++) {
        items.add(Value.of(i));
      }
      vectors.put("v" + v, Value.array(items));
    }
    return Value.object(vectors);
  }
}
