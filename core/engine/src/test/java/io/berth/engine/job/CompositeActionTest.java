// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositeActionTest {

  @Test
  void onlyDeclaredOutputsGetOutAndGeneratedIdsOfOneLevelAreUnseenInTheOther() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {id: outer, run: one}",
                "- {id: used, uses: ./a}",
                "- run: ${{ toJSON(steps.used.outputs) }} ${{ steps.inner.outputs.v }}")
            .action(
                "a",
                "outputs: {out: {value: 'x${{ steps.inner.outputs.v }}'}}",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {id: inner, run: 'a ${{ toJSON(steps) }}', shell: bash}")
            .step("1", 0, "output", "v=outer\n")
            .step("2.1", 0, "output", "v=1\nhidden=2\n")
            .go();

    assertThat(job.results()).containsExactly("success", "success", "success");
    assertThat(job.script("2.1")).isEqualTo("a {}");
    assertThat(job.script("3")).isEqualTo("{\n  \"out\": \"x1\"\n} ");
  }

  @Test
  void outputsOfAnActionThatFailsAreSetAllTheSame() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {id: used, uses: ./a, continue-on-error: true}",
                "- run: ${{ steps.used.outputs.out }} ${{ steps.used.outcome }} ${{ job.status }}")
            .action(
                "a",
                "outputs: {out: {value: '${{ steps.s.outputs.v }}'}}",
                "runs: {using: composite, steps: [{id: s, run: x, shell: sh}]}")
            .step("1.1", 1, "output", "v=1\n")
            .go();

    assertThat(job.results()).containsExactly("failure/success", "success");
    assertThat(job.script("2")).isEqualTo("1 failure success");
  }

  @Test
  void inputsAreGivenOrByDefaultAndAreNoVariables() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a, with: {GIVEN: '${{ vars.V }}', odd: 1}}]")
            .action(
                "a",
                "inputs:",
                "  given: {default: never, deprecationMessage: 'use it not'}",
                "  other: {default: '${{ github.repository }}'}",
                "  none: {required: true}",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - run: \"${{ inputs.given }} ${{ inputs.Other }} '${{ inputs.none }}'\"",
                "    shell: bash")
            .go();

    assertThat(job.script("1.1")).isEqualTo("var own/repo ''");
    assertThat(job.env("1.1").keySet()).noneMatch(name -> name.startsWith("INPUT_"));
    assertThat(job.log)
        .contains(
            "##[warning]Unexpected input(s) 'odd', valid inputs are ['given', 'other', 'none']",
            "##[warning]Input 'given' has been deprecated with message: use it not",
            "##[warning]Input 'none' is required and was not given: it is empty");
  }

  @Test
  void theVariablesOfTheStepHoldAgainstWhatItsStepsAdd() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a, env: {X: outer}}, {run: after}]")
            .action(
                "a",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {run: one, shell: bash}",
                "  - {run: \"${{ env.X }}\", shell: bash}",
                "  - {run: three, shell: bash, env: {X: inner}}")
            .step("1.1", 0, "env", "X=added\nY=added\n")
            .go();

    assertThat(job.env("1.2")).containsEntry("X", "outer").containsEntry("Y", "added");
    assertThat(job.script("1.2")).isEqualTo("outer");
    assertThat(job.env("1.3")).containsEntry("X", "inner");
    assertThat(job.env("2")).containsEntry("X", "added");
  }

  @Test
  void conditionsSeeTheStatusOfTheActionAndNotThatOfTheJob() {
    var job =
        ScriptedJob.of("steps: [{run: fails}, {uses: ./a, if: always()}]")
            .action(
                "a",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {run: \"${{ github.action_status }} ${{ job.status }}\", shell: bash}",
                "  - {run: fails, shell: bash}",
                "  - {run: never, shell: bash}",
                "  - {run: \"${{ github.action_status }}\", shell: bash, if: failure()}")
            .step("1", 1)
            .step("2.2", 1)
            .go();

    assertThat(job.results()).containsExactly("failure", "failure");
    assertThat(job.script("2.1")).isEqualTo("success failure");
    assertThat(job.script("2.4")).isEqualTo("failure");
    assertThat(job.runs).doesNotContainKey("step-3.3");
  }

  @Test
  void aStepOfAnActionThatMayFailLetsTheActionSucceed() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a}]")
            .action(
                "a",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {id: s, run: one, shell: bash, continue-on-error: true}",
                "  - {run: \"${{ steps.s.outcome }} ${{ steps.s.conclusion }}\", shell: bash}")
            .step("1.1", 1)
            .go();

    assertThat(job.results()).containsExactly("success");
    assertThat(job.script("1.2")).isEqualTo("failure success");
  }

  @Test
  void theActionKnowsItsFolderAndTheDefaultsOfTheJobAreNotItsOwn() {
    var job =
        ScriptedJob.of(
                "defaults: {run: {working-directory: sub, shell: sh}}",
                "steps: [{id: one, uses: ./x/../a/}, {run: two}]")
            .action(
                "a",
                "runs:",
                "  using: composite",
                "  steps: [{id: i, run: \"${{ github.action_path }}\", shell: bash}]")
            .go();

    assertThat(job.script("1.1")).isEqualTo("/job/repo/a");
    assertThat(job.env("1.1"))
        .containsEntry("GITHUB_ACTION_PATH", "/job/repo/a")
        .containsEntry("GITHUB_ACTION", "i");
    assertThat(job.run("1.1").spec().directory()).isEqualTo("/job/repo");
    assertThat(job.run("1.1").spec().command()).startsWith("bash");
    assertThat(job.env("2")).doesNotContainKey("GITHUB_ACTION_PATH");
  }

  @Test
  void actionsUseActionsEachWithInputsAndStepsOfItsOwn() {
    var job =
        ScriptedJob.of(
                "steps: [{id: top, uses: ./a, with: {in: 1}}, {run: \"${{ steps.top.outputs.o }}\"}]")
            .action(
                "a",
                "inputs: {in: {}}",
                "outputs: {o: {value: '${{ steps.b.outputs.o }} ${{ steps.s.outputs.v }}'}}",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {id: b, uses: $/b, with: {in: 'b${{ inputs.in }}'}, env: {E: \"${{ inputs.in }}\"}}",
                "  - {id: s, run: \"${{ inputs.in }} ${{ env.E }}\", shell: bash}")
            .action(
                "b",
                "inputs: {in: {}}",
                "outputs: {o: {value: '${{ steps.s.outputs.v }}'}}",
                "runs:",
                "  using: composite",
                "  steps: [{id: s, run: \"${{ inputs.in }} ${{ env.E }}\", shell: bash}]")
            .step("1.1.1", 0, "output", "v=deep\n")
            .step("1.2", 0, "output", "v=flat\n")
            .go();

    assertThat(job.script("1.1.1")).isEqualTo("b1 1");
    assertThat(job.script("1.2")).isEqualTo("1 ");
    assertThat(job.script("2")).isEqualTo("deep flat");
  }

  @Test
  void anActionOfTheRepositoryIsTakenFromItsFilesAndNotFromTheWorkspace() {
    var job =
        ScriptedJob.of("steps: [{uses: $/a/b}]")
            .action(
                "a/b",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {run: \"${{ github.action_path }}\", shell: sh}",
                "  - {uses: ./c}")
            .action("c", "runs: {using: composite, steps: [{run: x, shell: sh}, {bad: y}]}")
            .go();

    assertThat(job.script("1.1")).isEqualTo("/job/actions/_own/a/b");
    assertThat(job.log).anySatisfy(line -> assertThat(line).startsWith("##[error]c/action.yml:1:"));
  }

  @Test
  void actionsGoNoDeeperThanNineLevels() {
    var job = ScriptedJob.of("steps: [{uses: ./a0}]");
    for (int i = 0; i < 9; i++) {
      job.action("a" + i, "runs: {using: composite, steps: [{uses: ./a" + (i + 1) + "}]}");
    }
    job.action("a9", "runs: {using: composite, steps: [{run: x, shell: sh}, {uses: ./a10}]}");

    job.go();

    assertThat(job.results()).containsExactly("failure");
    assertThat(job.runs).hasSize(1);
    assertThat(job.log).contains("##[error]Composite action depth exceeded max depth 9: `./a10`");
  }

  @Test
  void anActionIsLookedForWhenItsStepStarts() {
    var job = ScriptedJob.of("steps: [{run: one}, {uses: ./gone, if: always()}]").go();

    assertThat(job.results()).containsExactly("success", "failure");
    assertThat(job.log)
        .contains(
            "##[error]Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under"
                + " '/job/repo/gone'. Did you forget to run actions/checkout before running your"
                + " local action?");
  }

  @Test
  void allThatIsWrongWithAnActionIsSaidWithItsPlace() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a}]")
            .action("a", "runs: {using: composite, steps: [{run: x}, {shell: sh}]}")
            .go();

    assertThat(job.results()).containsExactly("failure");
    assertThat(job.log)
        .filteredOn(line -> line.startsWith("##[error]a/action.yml:1:"))
        .hasSizeGreaterThan(1);
  }

  @Test
  void anActionInAContainerFailsAtItsStepAndNamesTheLine() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a}]")
            .action("a", "name: A", "runs: {using: docker, image: Dockerfile}")
            .go();

    assertThat(job.results()).containsExactly("failure");
    assertThat(job.log)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("##[error]a/action.yml:2:7: the action `./a` of ci.yml:6:")
                    .contains("needs step containers and image builds"));
  }

  @Test
  void anUnservedActionInsideOfAnActionFailsThere() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a, continue-on-error: true}, {run: after}]")
            .action("a", "runs: {using: composite, steps: [{uses: other/action@v1}]}")
            .go();

    assertThat(job.results()).containsExactly("failure/success", "success");
    assertThat(job.log)
        .anySatisfy(line -> assertThat(line).contains("a/action.yml:1:", "`other/action@v1`"));
  }

  @Test
  void replayedEventsMakeTheSameState() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a}, {run: two}]")
            .action("a", "runs: {using: composite, steps: [{run: x, shell: sh}]}")
            .go();
    var again = ScriptedJob.of("steps: [{uses: ./a}, {run: two}]");

    again.replay(job.events);

    assertThat(again.isOver()).isTrue();
    assertThat(again.result()).isEqualTo(Result.SUCCESS);
    assertThat(again.completed().outputs()).isEqualTo(Map.of());
  }
}
