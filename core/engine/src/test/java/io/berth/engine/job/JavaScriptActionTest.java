// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaScriptActionTest {

  private static final String[] SCRIPT = {
    "inputs: {'some name': {default: d}, with-hyphen: {}}",
    "runs: {using: node20, main: ./main.js, post: dist/post.js}"
  };

  private static ScriptedJob job(String... lines) {
    return ScriptedJob.of(lines).fact("nodeVersion", "v20.1.2\n");
  }

  @Test
  void theMainFileRunsInTheWorkspaceWithItsInputsAsVariables() {
    var job =
        job("steps: [{id: j, uses: ./a, with: {Some Name: x}, env: {E: e}}]")
            .action("a", SCRIPT)
            .go();

    var spec = job.run("1").spec();
    assertThat(spec.command()).containsExactly("/usr/bin/it", "/job/repo/a/main.js");
    assertThat(spec.directory()).isEqualTo("/job/repo");
    assertThat(spec.env())
        .containsEntry("INPUT_SOME_NAME", "x")
        .containsEntry("INPUT_WITH-HYPHEN", "")
        .containsEntry("GITHUB_ACTION", "j")
        .containsEntry("E", "e");
    assertThat(job.log).noneMatch(line -> line.contains("warning"));
  }

  @Test
  void whatActionsLeaveRunsInReverseAfterTheStepsWithStateAndInputs() {
    var job =
        job(
                "steps:",
                "- {uses: ./a, with: {some name: 1}}",
                "- {name: second, uses: ./a, with: {some name: 2}}",
                "- {run: fails}")
            .action("a", SCRIPT)
            .step("1", 0, "state", "kept=1\n")
            .step("2", 0, "state", "kept=2\n")
            .step("3", 1)
            .go();

    assertThat(job.env("4.1"))
        .containsEntry("STATE_kept", "2")
        .containsEntry("INPUT_SOME_NAME", "2");
    assertThat(job.env("5.1")).containsEntry("STATE_kept", "1");
    assertThat(job.run("5.1").spec().command()).endsWith("/job/repo/a/dist/post.js");
    assertThat(names(job)).endsWith("Post second", "Post Run ./a", "Complete job");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void whatIsLeftIsAnnouncedOnceAndByTheNameItRunsUnder() {
    var job =
        job("steps: [{name: one, uses: ./a}, {name: two, uses: ./a}]").action("a", SCRIPT).go();

    assertThat(job.events)
        .filteredOn(Event.StepAdded.class::isInstance)
        .extracting(event -> ((Event.StepAdded) event).step().name())
        .containsExactly("Set up job", "one", "two", "Post two", "Post one", "Complete job");
  }

  @Test
  void aStepThatDidNotRunLeavesNothing() {
    var job = job("steps: [{uses: ./a, if: failure()}]").action("a", SCRIPT).go();

    assertThat(names(job)).containsExactly("Set up job", "Complete job");
  }

  @Test
  void whatIsLeftRunsOnlyIfItsConditionHoldsAndFailsTheJobIfItFails() {
    var job =
        job("steps: [{uses: ./a}, {uses: ./b}]")
            .action("a", "runs: {using: node20, main: m, post: p, post-if: failure()}")
            .action("b", "runs: {using: node20, main: m, post: p}")
            .step("3.1", 3)
            .go();

    assertThat(names(job)).endsWith("Post Run ./b", "Post Run ./a", "Complete job");
    assertThat(job.runs).containsKey("step-5.1");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void aConditionThatDoesNotHoldSkipsWhatIsLeft() {
    var job =
        job("steps: [{uses: ./a}]")
            .action("a", "runs: {using: node20, main: m, post: p, post-if: failure()}")
            .go();

    assertThat(names(job)).doesNotContain("Post Run ./a");
    assertThat(job.runs).containsOnlyKeys("step-2");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void whatStepsOfAnActionLeaveSeesTheInputsOfThatAction() {
    var job =
        job("steps: [{uses: ./outer, with: {who: me}}]")
            .action(
                "outer",
                "inputs: {who: {}}",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {id: s, run: x, shell: sh}",
                "  - {uses: ./a, with: {some name: \"${{ inputs.who }}\"}}",
                "  - {uses: ./b}")
            .action("a", SCRIPT)
            .action(
                "b",
                "runs:",
                "  using: node20",
                "  main: m",
                "  post: p",
                "  post-if: inputs.who == 'me' && steps.s.outcome == 'success' && success()")
            .step("1.2", 0, "state", "kept=1\n")
            .go();

    assertThat(job.runs.keySet())
        .containsExactly("step-2.1", "step-2.2", "step-2.3", "step-3.1", "step-3.2");
    assertThat(job.run("2.1").spec().command()).endsWith("/job/repo/b/p");
    assertThat(job.env("2.2"))
        .containsEntry("INPUT_SOME_NAME", "me")
        .containsEntry("STATE_kept", "1");
    assertThat(names(job)).containsOnlyOnce("Post Run ./outer");
  }

  @Test
  void whatIsLeftRunsAfterACancellation() {
    var job =
        job("steps: [{uses: ./a}, {run: hangs}, {run: never}]")
            .action("a", SCRIPT)
            .hangs(2)
            .go()
            .cancel()
            .ends(2, new io.berth.spi.ExecOutcome.Signalled(2));

    assertThat(job.runs).containsKey("step-5.1");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void anOlderNodeIsWarnedAboutAndNoneIsAnError() {
    var older = job("steps: [{uses: ./a}]").action("a", SCRIPT).fact("nodeVersion", "v18.9.1").go();
    var none = job("steps: [{uses: ./a}]").action("a", SCRIPT).fact("which", "").go();

    assertThat(older.results()).containsExactly("success");
    assertThat(older.log)
        .contains(
            "##[warning]the action is written for Node.js 20 and runs on v18.9.1 (/usr/bin/it)");
    assertThat(none.results()).containsExactly("failure");
    assertThat(none.log)
        .anySatisfy(line -> assertThat(line).contains("there is no `node` in PATH", "BERTH_NODE"));
  }

  @Test
  void aLocalActionRunsNothingBeforeTheSteps() {
    var job =
        job("steps: [{uses: ./a}]").action("a", "runs: {using: node20, main: m, pre: p}").go();

    assertThat(job.runs).containsOnlyKeys("step-2");
    assertThat(job.log)
        .contains("##[warning]`pre` execution is not supported for local action from './a'");
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
