// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.ErrorCode;
import io.berth.workflow.Dialect;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteActionTest {

  @Test
  void actionsOfOtherRepositoriesRunFromTheFolderOfActions() {
    var job =
        ScriptedJob.of("steps: [{uses: own/tool/sub@v1, with: {in: x}}]")
            .remote(
                "own/tool/sub@v1",
                "inputs: {in: {}}",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {run: \"${{ inputs.in }} ${{ github.action_path }}\", shell: sh}",
                "  - {uses: $/other}",
                "  - {uses: ./local}")
            .remote(
                "own/tool/other@v1", "runs: {using: composite, steps: [{run: other, shell: sh}]}")
            .action("local", "runs: {using: composite, steps: [{run: local, shell: sh}]}")
            .go();

    assertThat(job.results()).containsExactly("success");
    assertThat(job.script("1.1")).isEqualTo("x /job/actions/own/tool/sub/v1");
    assertThat(job.env("1.1"))
        .containsEntry("GITHUB_ACTION_REPOSITORY", "own/tool")
        .containsEntry("GITHUB_ACTION_REF", "v1");
    assertThat(job.script("1.2.1")).isEqualTo("other");
    assertThat(job.script("1.3.1")).isEqualTo("local");
    assertThat(job.log).contains("Action: own/tool/sub@v1 (c0ffee)");
  }

  @Test
  void anActionThatCannotBeCarriedOutIsRefusedBeforeTheJobStarts() {
    var job =
        ScriptedJob.of("steps: [{run: one}, {uses: own/tool@v1}]")
            .remote("own/tool@v1", "runs: {using: docker, image: Dockerfile}")
            .go();

    assertThat(job.runs).isEmpty();
    var error = requireNonNull(job.completed().error());
    assertThat(error.code()).isEqualTo(ErrorCode.LAYER_UNSUPPORTED);
    assertThat(error.where()).hasToString("ci.yml:6:32");
  }

  @Test
  void imagesAreALayerThatIsAskedForBeforeTheJobStarts() {
    var job = ScriptedJob.of("steps: [{run: one}, {uses: docker://alpine}]").go();

    assertThat(job.runs).isEmpty();
    var error = requireNonNull(job.completed().error());
    assertThat(error.code()).isEqualTo(ErrorCode.LAYER_UNSUPPORTED);
    assertThat(error.where()).hasToString("ci.yml:6:32");
  }

  @Test
  void anActionThatOnlyALocalActionUsesIsFetchedWhenItsStepIsEntered() {
    var job =
        ScriptedJob.of("steps: [{run: one}, {uses: ./a}, {run: three}]")
            .fact("nodeVersion", "v20.0.0")
            .action(
                "a", "runs: {using: composite, steps: [{run: x, shell: sh}, {uses: own/tool@v1}]}")
            .lateRemote(
                "own/tool@v1",
                "inputs: {in: {default: d}}",
                "runs: {using: node20, main: m, pre: b, post: p}")
            .go();

    assertThat(job.results()).containsExactly("success", "success", "success");
    assertThat(job.runs.keySet())
        .containsExactly("step-2", "step-3.1", "step-3.2", "step-4", "step-5.1");
    assertThat(job.run("2.2").spec().command()).endsWith("/job/actions/own/tool/v1/m");
    assertThat(job.log)
        .contains(
            "##[warning]`pre` of `own/tool@v1` is not run: the action is known only when its step"
                + " runs");
  }

  @Test
  void anActionThatAnExpressionNamesIsFetchedWhenItsStepIsEntered() {
    var job =
        ScriptedJob.of(
                Dialect.FORGEJO,
                Map.of(),
                "steps: [{id: s, run: one}, {uses: 'own/${{ steps.s.outputs.name }}@v1'}]")
            .step(1, 0, "output", "name=tool\n")
            .lateRemote("own/tool@v1", "runs: {using: composite, steps: [{run: it, shell: sh}]}")
            .go();

    assertThat(job.results()).containsExactly("success", "success");
    assertThat(job.script("2.1")).isEqualTo("it");
  }

  @Test
  void anActionThatCannotBeFetchedLateFailsItsStepAlone() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a, continue-on-error: true}, {run: after}]")
            .action("a", "runs: {using: composite, steps: [{uses: own/gone@v1}]}")
            .go();

    assertThat(job.results()).containsExactly("failure/success", "success");
    assertThat(job.log).contains("##[error]a/action.yml:1:41: there is no `own/gone@v1`");
  }

  @Test
  void aLateActionThatNeedsAContainerFailsItsStepAndNamesTheLayer() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a}, {uses: ./b, if: always()}]")
            .action("a", "runs: {using: composite, steps: [{uses: own/box@v1}]}")
            .action("b", "runs: {using: composite, steps: [{uses: docker://alpine}]}")
            .lateRemote("own/box@v1", "runs: {using: docker, image: docker://alpine}")
            .go();

    assertThat(job.results()).containsExactly("failure", "failure");
    assertThat(job.log)
        .filteredOn(line -> line.startsWith("##[error]") && line.contains("needs step containers"))
        .hasSize(2);
  }

  @Test
  void whatIsFetchedForAStepThatWasStoppedMeanwhileIsNotTold() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a}, {run: never}]")
            .action("a", "runs: {using: composite, steps: [{uses: own/slow@v1}]}")
            .slowly()
            .go()
            .cancel();
    int before = job.events.size();

    job.tell(requireNonNull(job.slow()));

    assertThat(job.results()).containsExactly("cancelled", "skipped");
    assertThat(job.events).hasSize(before);
    assertThat(job.isOver()).isTrue();
  }

  @Test
  void containersOfActionsInsideOfActionsAreAskedForBeforeTheJobStarts() {
    var job =
        ScriptedJob.of("steps: [{run: one}, {uses: own/outer@v1}]")
            .remote("own/outer@v1", "runs: {using: composite, steps: [{uses: docker://alpine}]}")
            .go();

    assertThat(job.runs).isEmpty();
    var error = requireNonNull(job.completed().error());
    assertThat(error.code()).isEqualTo(ErrorCode.LAYER_UNSUPPORTED);
    assertThat(error.where()).hasToString("ci.yml:6:32");
  }

  @Test
  void aJobThatIsKnownToNeedNodeIsRefusedBeforeItsFirstStepWhereThereIsNone() {
    var job =
        ScriptedJob.of("steps: [{uses: actions/checkout@v4}, {uses: own/outer@v1}, {run: never}]")
            .remote("own/outer@v1", "runs: {using: composite, steps: [{uses: own/tool@v1}]}")
            .remote("own/tool@v1", "runs: {using: node20, main: m}")
            .fact("which", "")
            .go();

    assertThat(job.runs).isEmpty();
    var error = requireNonNull(job.completed().error());
    assertThat(error.code()).isEqualTo(ErrorCode.ENVIRONMENT_NOT_READY);
    assertThat(error.problem())
        .isEqualTo("the job needs Node.js for `Run own/outer@v1`, and there is no `node` in PATH");
    assertThat(error.where()).hasToString("ci.yml:6:42");
  }

  @Test
  void aStepBeforeMayBringNodeWithIt() {
    String[] tool = {"runs: {using: node20, main: m}"};
    var late =
        ScriptedJob.of("steps: [{run: install}, {uses: own/tool@v1}]")
            .remote("own/tool@v1", tool)
            .fact("which", "")
            .fact("which /opt/node", "/opt/node/node")
            .fact("nodeVersion", "v20.0.0")
            .step(1, 0, "path", "/opt/node\n")
            .go();
    var optional =
        ScriptedJob.of("steps: [{uses: own/tool@v1, if: false}]")
            .remote("own/tool@v1", tool)
            .fact("which", "")
            .go();

    assertThat(late.run(2).spec().command().getFirst()).isEqualTo("/opt/node/node");
    assertThat(optional.results()).containsExactly("skipped");
    assertThat(optional.completed().error()).isNull();
  }
}
