// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Value;
import io.berth.workflow.plan.CalledWorkflows.Answer;
import io.berth.workflow.plan.Plan.Foreseen;
import io.berth.workflow.plan.Plan.PlannedJob;
import io.berth.workflow.plan.Plan.PlannedLeg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Path FOLDER = Path.of("src/test/resources/plan");

  private final Map<String, PlannedJob> jobs = new LinkedHashMap<>();

  @BeforeEach
  void planRelease() {
    plan("release.yml").jobs().forEach(job -> jobs.put(job.id(), job));
  }

  @Test
  void whatCanBeComputedNowIsKnown() {
    var legs = job("test").legs();

    assertThat(legs)
        .extracting(PlannedLeg::id)
        .containsExactly("test_linux", "test_linux_eclipse-temurin_25", "test_mac");
    assertThat(legs.getLast().labels())
        .isEqualTo(new Foreseen.Known(Value.array(List.of(Value.of("mac"), Value.of("big")))));
  }

  @Test
  void whatOtherJobsGiveIsLate() {
    assertThat(job("build"))
        .isEqualTo(
            new PlannedJob(
                "build",
                new Foreseen.Late("${{ fromJSON(needs.prepare.outputs.targets) }}"),
                List.of()));
  }

  @Test
  void whatCanNeverBeComputedIsWrong() {
    assertThat(job("broken").matrix()).isInstanceOf(Foreseen.Wrong.class);
    assertThat(job("nowhere").legs().getFirst().labels()).isInstanceOf(Foreseen.Wrong.class);
  }

  @Test
  void theJobsOfCalledWorkflowsStandInTheLegsThatCallThem() {
    assertThat(job("publish").legs())
        .allSatisfy(
            leg ->
                assertThat(leg.jobs())
                    .extracting(PlannedJob::id)
                    .containsExactly("upload", "check"));
    assertThat(job("remote").legs().getFirst().jobs()).isEmpty();
  }

  private PlannedJob job(String id) {
    return requireNonNull(jobs.get(id));
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
}
