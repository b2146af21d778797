// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.Result;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BeforehandTest {

  private static final String[] TOOL = {
    "inputs: {in: {default: d}}", "runs: {using: node20, main: m, pre: b, post: p}"
  };

  private static ScriptedJob job(String... lines) {
    return ScriptedJob.of(lines).fact("nodeVersion", "v24.1.2\n");
  }

  @Test
  void itRunsBeforeTheFirstStepInTheOrderOfTheStepsWithTheirInputsAndVariables() {
    var job =
        job(
                "steps:",
                "- run: first",
                "- {name: 'T ${{ vars.V }}', uses: own/tool@v1, with: {in: 'x${{ vars.V }}'}}",
                "- {uses: own/tool@v1, env: {E: e}}")
            .remote("own/tool@v1", TOOL)
            .go();

    assertThat(names(job))
        .containsExactly(
            "Set up job",
            "Pre T var",
            "Pre Run own/tool@v1",
            "Run first",
            "T var",
            "Run own/tool@v1",
            "Post Run own/tool@v1",
            "Post T var",
            "Complete job");
    assertThat(job.runs.keySet())
        .containsExactly("step-2", "step-3", "step-4", "step-5", "step-6", "step-7.1", "step-8.1");
    assertThat(job.ran("step-2").spec().command())
        .containsExactly("/usr/bin/it", "/job/actions/own/tool/v1/b");
    assertThat(job.ran("step-2").spec().env())
        .containsEntry("INPUT_IN", "xvar")
        .containsEntry("GITHUB_ACTION", "__own_tool");
    assertThat(job.ran("step-3").spec().env()).containsEntry("INPUT_IN", "d");
    assertThat(job.ran("step-3").spec().env()).containsEntry("E", "e");
  }

  @Test
  void stepsAreMadeKnownWithTheirLastNumbersWhenTheActionsAreThere() {
    var job = job("steps: [{run: first}, {uses: own/tool@v1}]").remote("own/tool@v1", TOOL).go();

    List<String> added = new ArrayList<>();
    for (Event event : job.events) {
      if (event instanceof Event.StepAdded(var info)) {
        added.add(info.key().number() + " " + info.id() + " " + info.name());
      }
    }
    assertThat(added)
        .containsExactly(
            "1 __set_up Set up job",
            "2 __pre___own_tool Pre Run own/tool@v1",
            "3 __run Run first",
            "4 __own_tool Run own/tool@v1",
            "5 __post___own_tool Post Run own/tool@v1",
            "6 __complete Complete job");
  }

  @Test
  void allStagesOfAnActionShareWhatItKeepsAndOnlyThat() {
    var job =
        job("steps: [{uses: own/tool@v1}, {uses: own/tool@v1}]")
            .remote("own/tool@v1", TOOL)
            .process("step-2", 0, "state", "a=1\nb=1\n", "output", "o=1\n", "env", "X=set\n")
            .process("step-4", 0, "state", "b=2\n")
            .go();

    assertThat(job.ran("step-4").spec().env())
        .containsEntry("STATE_a", "1")
        .containsEntry("STATE_b", "1")
        .containsEntry("X", "set");
    assertThat(job.ran("step-7.1").spec().env())
        .containsEntry("STATE_a", "1")
        .containsEntry("STATE_b", "2");
    assertThat(job.ran("step-5").spec().env()).doesNotContainKey("STATE_a");
    assertThat(job.ran("step-6.1").spec().env()).doesNotContainKey("STATE_a");
  }

  @Test
  void aFailureFailsTheJobButNotWhatOthersRunBeforehandAndWhatItLeftRuns() {
    var job =
        job(
                "steps:",
                "- {uses: own/tool@v1}",
                "- {uses: own/tool@v1}",
                "- {run: always, if: always()}")
            .remote("own/tool@v1", TOOL)
            .process("step-2", 1)
            .go();

    assertThat(job.runs.keySet())
        .containsExactly("step-2", "step-3", "step-6", "step-7.1", "step-8.1");
    assertThat(names(job)).endsWith("Post Run own/tool@v1", "Post Run own/tool@v1", "Complete job");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void theStepMayAllowItToFail() {
    var job =
        job("steps: [{uses: own/tool@v1, continue-on-error: true}, {run: two}]")
            .remote("own/tool@v1", TOOL)
            .process("step-2", 1)
            .go();

    assertThat(job.runs.keySet()).containsExactly("step-2", "step-3", "step-4", "step-5.1");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void itsOwnConditionCountsAsItIsWrittenAndThatOfTheStepDoesNot() {
    var job =
        job(
                "steps:",
                "- {uses: own/fails@v1, if: false}",
                "- {uses: own/never@v1}",
                "- {uses: own/failed@v1, if: always()}")
            .remote("own/fails@v1", "runs: {using: node20, main: m, pre: b}")
            .remote("own/never@v1", "runs: {using: node20, main: m, pre: b, pre-if: success()}")
            .remote(
                "own/failed@v1",
                "runs: {using: node20, main: m, pre: b, pre-if: \"failure() && runner.os == 'Linux'\"}")
            .process("step-2", 1)
            .go();

    assertThat(job.runs.keySet()).containsExactly("step-2", "step-4", "step-7");
  }

  @Test
  void theStepsOfAnActionRunTheirsInOrderWithTheInputsOfThatAction() {
    var job =
        job("steps: [{name: Outer, uses: own/outer@v1, with: {who: me}}, {run: last}]")
            .remote(
                "own/outer@v1",
                "inputs: {who: {}}",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {run: one, shell: sh}",
                "  - {uses: $/inner, with: {in: \"${{ inputs.who }}\"}}",
                "  - {uses: own/tool@v1, with: {in: \"${{ inputs.who }}2\"}, env: {E: e}}")
            .remote(
                "own/outer/inner@v1",
                "inputs: {in: {}}",
                "runs:",
                "  using: composite",
                "  steps: [{uses: own/tool@v1, with: {in: \"${{ inputs.in }}1\"}}]")
            .remote("own/tool@v1", TOOL)
            .process("step-2.2.1", 0, "state", "k=1\n")
            .process("step-2.3", 0, "state", "k=2\n")
            .go();

    assertThat(job.runs.keySet())
        .containsExactly(
            "step-2.2.1",
            "step-2.3",
            "step-3.1",
            "step-3.2.1",
            "step-3.3",
            "step-4",
            "step-5.1",
            "step-5.2");
    assertThat(job.ran("step-2.2.1").spec().env()).containsEntry("INPUT_IN", "me1");
    assertThat(job.ran("step-2.3").spec().env())
        .containsEntry("INPUT_IN", "me2")
        .containsEntry("E", "e");
    assertThat(job.ran("step-3.2.1").spec().env()).containsEntry("STATE_k", "1");
    assertThat(job.ran("step-3.3").spec().env()).containsEntry("STATE_k", "2");
    assertThat(job.ran("step-5.1").spec().env())
        .containsEntry("STATE_k", "2")
        .containsEntry("INPUT_IN", "me2");
    assertThat(job.ran("step-5.2").spec().env())
        .containsEntry("STATE_k", "1")
        .containsEntry("INPUT_IN", "me1");
    assertThat(names(job))
        .containsExactly(
            "Set up job", "Pre Outer", "Outer", "Run last", "Post Outer", "Complete job");
  }

  @Test
  void whatAnActionLeftBeforehandRunsInItsTurnThoughItsStepIsSkipped() {
    var job =
        job("steps: [{uses: own/outer@v1, if: false}, {uses: own/plain@v1}]")
            .remote(
                "own/outer@v1",
                "inputs: {who: {default: w}}",
                "runs: {using: composite, steps: [{uses: own/tool@v1, with: {in: \"${{ inputs.who }}\"}}]}")
            .remote("own/tool@v1", TOOL)
            .remote("own/plain@v1", "runs: {using: node20, main: m, post: p}")
            .process("step-2.1", 0, "state", "k=1\n")
            .go();

    assertThat(job.runs.keySet()).containsExactly("step-2.1", "step-4", "step-5.1", "step-6.1");
    assertThat(names(job))
        .endsWith("Post Run own/plain@v1", "Post Run own/outer@v1", "Complete job");
    assertThat(job.ran("step-6.1").spec().env())
        .containsEntry("STATE_k", "1")
        .containsEntry("INPUT_IN", "w");
  }

  @Test
  void aCancellationLetsItGoOnAndSkipsTheSteps() {
    var job =
        job("steps: [{uses: own/tool@v1}, {uses: own/later@v1}]")
            .remote("own/tool@v1", TOOL)
            .remote("own/later@v1", "runs: {using: node20, main: m, pre: b, pre-if: success()}")
            .hanging("step-2")
            .go()
            .cancel()
            .ended("step-2", new ExecOutcome.Exited(0));

    assertThat(job.signals).isEmpty();
    assertThat(job.runs.keySet()).containsExactly("step-2", "step-6.1");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void aCancellationEndsItIfItsConditionNoLongerHolds() {
    var job =
        job("steps: [{uses: own/later@v1}]")
            .remote("own/later@v1", "runs: {using: node20, main: m, pre: b, pre-if: success()}")
            .hanging("step-2")
            .go()
            .cancel();

    assertThat(job.signals).containsExactly(Signal.INTERRUPT);

    job.ended("step-2", new ExecOutcome.Signalled(2));

    assertThat(job.runs.keySet()).containsExactly("step-2");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void theLimitOfTheStepHoldsForItToo() {
    var job =
        job("steps: [{uses: own/tool@v1, timeout-minutes: 2}]")
            .remote("own/tool@v1", TOOL)
            .hanging("step-2")
            .go()
            .timer("step 2");

    assertThat(job.signals).containsExactly(Signal.INTERRUPT);

    job.ended("step-2", new ExecOutcome.Signalled(2));

    assertThat(job.log)
        .contains("##[error]The action 'Pre Run own/tool@v1' has timed out after 2 minutes.");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void inputsThatCannotBeComputedFailIt() {
    var job =
        job("steps: [{uses: own/tool@v1, with: {in: \"${{ fromJSON('x') }}\"}}]")
            .remote("own/tool@v1", TOOL)
            .go();

    assertThat(job.runs).isEmpty();
    assertThat(job.log).anySatisfy(line -> assertThat(line).startsWith("##[error]ci.yml (Line: 6"));
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void ofAJobThatIsRefusedNothingRunsBeforehand() {
    var job =
        job("steps: [{uses: own/tool@v1}, {uses: own/container@v1}]")
            .remote("own/tool@v1", TOOL)
            .remote("own/container@v1", "runs: {using: docker, image: Dockerfile}")
            .go();

    assertThat(job.runs).isEmpty();
    assertThat(names(job)).containsExactly("Set up job");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  private static List<String> names(ScriptedJob job) {
    List<String> names = new ArrayList<>();
    for (Event event : job.events) {
      if (event instanceof Event.StepStarted(var _, var name)) {
        names.add(name);
      }
    }
    return names;
  }
}
