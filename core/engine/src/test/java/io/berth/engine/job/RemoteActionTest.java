// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.ErrorCode;
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
}
