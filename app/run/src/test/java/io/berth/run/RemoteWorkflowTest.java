// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RemoteWorkflowTest {

  private static final String OUTER =
      """
      on:
        workflow_call:
          inputs: {who: {type: string, required: true}}
          outputs: {said: {value: "${{ jobs.inner.outputs.said }}"}}
      jobs:
        inner:
          uses: ./.github/workflows/inner.yml
          with: {who: "${{ inputs.who }}"}
      """;

  private static final String INNER =
      """
      on:
        workflow_call:
          inputs: {who: {type: string}}
          outputs: {said: {value: "${{ jobs.say.outputs.said }}"}}
      jobs:
        say:
          runs-on: x
          outputs: {said: "${{ steps.s.outputs.said }}"}
          steps:
          - uses: $/greet
          - id: s
            run: |
              echo "said=Hello ${{ inputs.who }}" >> $GITHUB_OUTPUT
              echo 'at ${{ job.workflow_ref }} ${{ job.workflow_repository }}'
              echo 'file ${{ job.workflow_file_path }} of ${{ job.workflow_sha }}'
      """;

  @TempDir private Path folder;
  private Ground ground;

  @BeforeEach
  void makeGround() throws IOException {
    ground = new Ground(folder);
    ground.workflow(
        "on: push",
        "jobs:",
        "  call:",
        "    uses: acme/flows/.github/workflows/outer.yml@v1",
        "    with: {who: World}",
        "  after:",
        "    runs-on: x",
        "    needs: call",
        "    steps: [{run: 'echo it said ${{ needs.call.outputs.said }}'}]");
  }

  @Test
  void aWorkflowOfAnotherRepositoryRunsWithTheFilesOfThatRepository() throws Exception {
    Path flows = flows("forge/acme/flows");
    git(flows, "init", "-q", "-b", "main");
    git(flows, "add", "-A");
    git(flows, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "one");
    git(flows, "tag", "v1");
    String commit = Files.readString(flows.resolve(".git/refs/tags/v1")).strip();
    ground.actions = ground.actions.withUrl("file://" + folder.resolve("forge"));

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log())
        .contains("it said Hello World\n")
        .contains("an action beside the workflow\n")
        .contains("at acme/flows/.github/workflows/inner.yml@v1 acme/flows\n")
        .contains("file .github/workflows/inner.yml of " + commit + "\n");
  }

  @Test
  void aFolderStandsInForARepositoryOfWorkflows() throws Exception {
    Path flows = flows("stand-in");
    ground.actions =
        ground.actions.withStandIns(List.of("acme/flows@v1=" + flows)).withoutNetwork();

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log()).contains("it said Hello World\n");
  }

  @Test
  void aWorkflowThatIsNotThereEndsTheRunAtTheLineThatCallsIt() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    ground.actions =
        ground.actions.withStandIns(List.of("acme/flows@v1=" + empty)).withoutNetwork();

    BerthException refused = catchThrowableOfType(BerthException.class, ground::exec);

    assertThat(refused.errors())
        .extracting(error -> error.code() + " " + error.where() + " " + error.problem())
        .containsExactly(
            ErrorCode.ACTION_NOT_FOUND
                + " .github/workflows/ci.yml:4:11 `acme/flows@v1` has no file"
                + " `.github/workflows/outer.yml`");
  }

  @Test
  void aMistakeInItIsShownInItsFile() throws Exception {
    Path flows = flows("stand-in");
    Files.writeString(
        flows.resolve(".github/workflows/inner.yml"),
        "on: workflow_call\njobs: {a: {runs-on: x, stepz: []}}\n");
    ground.actions =
        ground.actions.withStandIns(List.of("acme/flows@v1=" + flows)).withoutNetwork();

    BerthException refused = catchThrowableOfType(BerthException.class, ground::exec);

    assertThat(refused.errors().toString())
        .contains("acme/flows@v1:.github/workflows/inner.yml")
        .contains("stepz");
  }

  @Test
  void aDryRunGoesOnWithoutAWorkflowThatCannotBeHad() throws Exception {
    ground.actions = ground.actions.withUrl("file://" + folder.resolve("nowhere")).withoutNetwork();
    ground.dryRun = true;

    ground.exec();

    assertThat(ground.notices())
        .anyMatch(
            notice ->
                notice.startsWith("`acme/flows/.github/workflows/outer.yml@v1` was not read: "));
  }

  private Path flows(String name) throws IOException {
    Path flows = folder.resolve(name);
    Path workflows = Files.createDirectories(flows.resolve(".github/workflows"));
    Files.writeString(workflows.resolve("outer.yml"), OUTER);
    Files.writeString(workflows.resolve("inner.yml"), INNER);
    Path greet = Files.createDirectories(flows.resolve("greet"));
    Files.writeString(
        greet.resolve("action.yml"),
        """
        runs:
          using: composite
          steps: [{run: echo an action beside the workflow, shell: sh}]
        """);
    return flows;
  }

  private static void git(Path directory, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    int status =
        new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start().waitFor();
    assertThat(status).isZero();
  }
}
