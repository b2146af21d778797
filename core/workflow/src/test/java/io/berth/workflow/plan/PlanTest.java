// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.workflow.plan.CalledWorkflows.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Path FOLDER = Path.of("src/test/resources/plan");

  @Test
  void aPlanReadsAsItsGoldenFile() throws IOException {
    golden("release.txt", PlanText.of(List.of(plan("release.yml"), plan("called.yml"))));
  }

  @Test
  void aPlanIsTheJsonOfItsGoldenFile() throws IOException {
    golden("release.json", Json.pretty(PlanJson.of(List.of(plan("release.yml")))) + "\n");
  }

  private static Plan plan(String file) {
    var workflow = Workflows.of(file, text(file));
    var called =
        CalledWorkflows.of(workflow, path -> new Answer.Found(Workflows.of(path, text(path))));
    assertThat(called.errors()).isEmpty();
    return Plan.of(
        workflow,
        called.byUses(),
        Value.object(Map.of("ref_name", Value.of("main"))),
        Value.object(Map.of()),
        Value.object(Map.of()));
  }

  private static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void golden(String file, String actual) throws IOException {
    var path = FOLDER.resolve(file);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(path, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(path));
  }
}
