// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Value;
import io.berth.workflow.Dialect;
import io.berth.workflow.Workflow;
import io.berth.workflow.WorkflowReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Workflows made at random from a fixed seed, run with jobs that end at random and cancelled at a
/// random point: whatever the graph, the groups and the limits, a run ends, and so does each job.
class RunFuzzTest {

  private static final List<String> CONDITIONS =
      List.of("success()", "always()", "failure()", "cancelled()", "success() || failure()");

  @Test
  void everyRunEndsWhateverItsJobsDo() {
    for (int seed = 0; seed < 400; seed++) {
      var random = new Random(seed);
      var inputs = inputs(random);
      var results = new HashMap<String, Result>();
      for (Event event : ScriptedRun.of(inputs, script(random, Map.of()), -1).events()) {
        if (event instanceof Event.JobStarted(var key) && random.nextInt(4) == 0) {
          results.put(key.value(), Result.FAILURE);
        }
      }
      var script = script(random, results);
      int length = ScriptedRun.of(inputs, script, -1).events().size();
      int point = 1 + random.nextInt(length - 1);

      var run = ScriptedRun.of(inputs, script, point);

      new CancelledRun(run.events(), point).check();
      var folded = RunState.of(inputs);
      for (Event event : run.events()) {
        folded = folded.apply(event);
      }
      assertThat(folded).as("seed %d", seed).isEqualTo(run.state());
    }
  }

  @Test
  void noMoreLegsRunThanAreAllowedAndNoTwoHoldAGroup() {
    for (int seed = 1000; seed < 1200; seed++) {
      var random = new Random(seed);
      var run = ScriptedRun.of(inputs(random), script(random, Map.of()), -1);
      var state = RunState.of(run.state().inputs());
      for (Event event : run.events()) {
        state = state.apply(event);
        checkLimits(state);
      }
    }
  }

  @Test
  void theLargestMatrixIsNoBurden() {
    var head =
        """
        on: push
        jobs:
          wide:
            strategy: { matrix: { a: [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16], b: [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16] } }
            runs-on: l
            steps: [{ run: 'true' }]
          after: { needs: wide, runs-on: l, steps: [{ run: 'true' }] }
        """;
    var workflow =
        WorkflowReader.read("w.yml", head.getBytes(StandardCharsets.UTF_8), Dialect.GITHUB)
            .workflow();
    if (workflow == null) {
      throw new AssertionError();
    }
    var nothing = Value.object(Map.<String, Value>of());
    var inputs =
        new RunInputs(
            "1",
            workflow,
            Map.of(),
            new RunInputs.Values(nothing, nothing, nothing, Secrets.NONE),
            RunInputs.Selection.ALL);

    var run =
        Assertions.assertTimeout(
            Duration.ofSeconds(20),
            () -> ScriptedRun.of(inputs, new ScriptedRun.Script(Map.of(), Map.of(), 4), -1));

    assertThat(run.started()).hasSize(257);
  }

  private static void checkLimits(RunState state) {
    Map<String, JobKey> holders = new HashMap<>();
    Map<JobKey, Integer> running = new HashMap<>();
    for (RunJob.Leg leg : state.legs()) {
      if (leg.isRunning()) {
        running.merge(leg.job(), 1, Integer::sum);
        for (JobLeg.Claim claim : leg.leg().policy().claims()) {
          assertThat(holders.put(claim.group(), leg.key())).isNull();
        }
      }
    }
    for (RunJob job : state.jobs()) {
      if (job.plan() != null && job.plan().maxParallel() > 0) {
        assertThat(running.getOrDefault(job.key(), 0))
            .isLessThanOrEqualTo(job.plan().maxParallel());
      }
    }
  }

  private static ScriptedRun.Script script(Random random, Map<String, Result> results) {
    return new ScriptedRun.Script(results, Map.of(), 1 + random.nextInt(6));
  }

  private static RunInputs inputs(Random random) {
    var called = workflow("called.yml", "on: workflow_call\n", random, 3, false);
    var workflow = workflow("w.yml", "on: push\n", random, 8, true);
    var nothing = Value.object(Map.<String, Value>of());
    return new RunInputs(
        "1",
        workflow,
        Map.of("./called.yml", called),
        new RunInputs.Values(nothing, nothing, nothing, Secrets.NONE),
        RunInputs.Selection.ALL);
  }

  private static Workflow workflow(
      String file, String head, Random random, int most, boolean calls) {
    var text = new StringBuilder(head).append("jobs:\n");
    int jobs = 1 + random.nextInt(most);
    for (int i = 0; i < jobs; i++) {
      text.append("  j").append(i).append(":\n").append(job(random, i, calls));
    }
    var reading =
        WorkflowReader.read(file, text.toString().getBytes(StandardCharsets.UTF_8), Dialect.GITHUB);
    if (reading.workflow() == null) {
      throw new AssertionError(reading.diagnostics() + "\n" + text);
    }
    return reading.workflow();
  }

  private static String job(Random random, int index, boolean calls) {
    var text = new StringBuilder();
    List<String> needs = new ArrayList<>();
    for (int i = 0; i < index; i++) {
      if (random.nextInt(3) == 0) {
        needs.add("j" + i);
      }
    }
    if (!needs.isEmpty()) {
      text.append("    needs: ").append(needs).append('\n');
    }
    if (random.nextInt(2) == 0) {
      text.append("    if: ")
          .append(CONDITIONS.get(random.nextInt(CONDITIONS.size())))
          .append('\n');
    }
    if (random.nextInt(3) == 0) {
      text.append("    strategy:\n      fail-fast: ").append(random.nextBoolean()).append('\n');
      text.append("      max-parallel: ").append(1 + random.nextInt(3)).append('\n');
      text.append("      matrix: { n: [1, 2, 3, 4] }\n");
    }
    if (random.nextInt(3) == 0) {
      text.append("    concurrency: { group: g").append(random.nextInt(2));
      text.append(", cancel-in-progress: ").append(random.nextBoolean()).append(" }\n");
    }
    if (calls && random.nextInt(4) == 0) {
      return text.append("    uses: ./called.yml\n").toString();
    }
    if (random.nextInt(4) == 0) {
      text.append("    continue-on-error: ${{ matrix.n == 1 }}\n");
    }
    return text.append("    runs-on: l\n    steps: [{ run: 'true' }]\n").toString();
  }
}
