// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.workflow.Dialect;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepEnvironmentTest {

  @Test
  void theInnerLevelWins() {
    var job =
        ScriptedJob.of(
                Dialect.GITHUB,
                Map.of("LEVEL", "configured", "GIVEN", "configured"),
                "env: {LEVEL: job}",
                "steps: [{run: one}, {run: two, env: {LEVEL: step}}]")
            .go();

    assertThat(job.env(1))
        .containsEntry("LEVEL", "job")
        .containsEntry("OUTER", "kept")
        .containsEntry("GIVEN", "configured");
    assertThat(job.env(2)).containsEntry("LEVEL", "step");
  }

  @Test
  void whatAStepAddsWinsOverTheJobAndLosesAgainstTheStep() {
    var job =
        ScriptedJob.of(
                "env: {LEVEL: job}",
                "steps: [{run: one}, {run: two}, {run: three, env: {LEVEL: step}}]")
            .step(1, 0, "env", "LEVEL=added\n")
            .go();

    assertThat(job.env(1)).containsEntry("LEVEL", "job");
    assertThat(job.env(2)).containsEntry("LEVEL", "added");
    assertThat(job.env(3)).containsEntry("LEVEL", "step");
  }

  @Test
  void variablesOfOneLevelDoNotSeeEachOther() {
    var job =
        ScriptedJob.of("steps: [{run: one, env: {A: one, B: \"${{ env.A }}${{ env.LEVEL }}\"}}]")
            .go();

    assertThat(job.env(1)).containsEntry("B", "workflow");
  }

  @Test
  void theConditionOfAStepSeesItsVariables() {
    var job = ScriptedJob.of("steps: [{run: one, env: {X: y}, if: \"env.X == 'y'\"}]").go();

    assertThat(job.results()).containsExactly("success");
  }

  @Test
  void nothingOverridesWhatTheRunnerSets() {
    var job =
        ScriptedJob.of("steps: [{run: one, env: {GITHUB_SHA: fake, RUNNER_OS: fake, CI: 'no'}}]")
            .go();

    assertThat(job.env(1))
        .containsEntry("GITHUB_SHA", "abc")
        .containsEntry("RUNNER_OS", "Linux")
        .containsEntry("CI", "no")
        .containsEntry("GITHUB_ACTIONS", "true")
        .containsEntry("GITHUB_WORKSPACE", "/job/repo")
        .containsEntry("GITHUB_JOB", "a")
        .doesNotContainKey("GITHUB_TOKEN");
  }

  @Test
  void forgejoSetsItsOwnNamesToo() {
    var job = ScriptedJob.of(Dialect.FORGEJO, Map.of(), "steps: [{run: one}]").go();

    assertThat(job.env(1))
        .containsEntry("FORGEJO_SHA", "abc")
        .containsEntry("FORGEJO_TOKEN", "t0ken")
        .containsEntry("GITHUB_TOKEN", "t0ken")
        .containsEntry("FORGEJO_ACTIONS", "true");
  }

  @Test
  void foldersOfTheLatestStepComeFirstInThePath() {
    var job =
        ScriptedJob.of("steps: [{run: one}, {run: two}, {run: three}]")
            .step(1, 0, "path", "/a\n/b\n")
            .step(2, 0, "path", "/c\n")
            .go();

    assertThat(job.env(1)).containsEntry("PATH", "/usr/bin:/bin");
    assertThat(job.env(2)).containsEntry("PATH", "/b:/a:/usr/bin:/bin");
    assertThat(job.env(3)).containsEntry("PATH", "/c:/b:/a:/usr/bin:/bin");
  }

  @Test
  void everyStepHasCommandFilesOfItsOwn() {
    var job = ScriptedJob.of("steps: [{run: one}, {run: two}]").go();

    assertThat(job.env(1).get("GITHUB_OUTPUT")).isNotEqualTo(job.env(2).get("GITHUB_OUTPUT"));
    assertThat(job.run(1).readAfter()).contains(job.env(1).get("GITHUB_STEP_SUMMARY"));
  }

  @Test
  void thePayloadIsWrittenForTheFirstStepThatRuns() {
    var job = ScriptedJob.of("steps: [{run: one, if: failure()}, {run: two}, {run: three}]").go();

    assertThat(job.run(2).files().getFirst().content()).asString().isEqualTo("{\"number\":7}");
    assertThat(job.run(2).files().getFirst().path()).isEqualTo(job.env(2).get("GITHUB_EVENT_PATH"));
    assertThat(job.run(3).files().getFirst().path()).endsWith(".sh");
  }

  @Test
  void aStepStartsWhereItOrTheJobSays() {
    var job =
        ScriptedJob.of(
                "defaults: {run: {working-directory: sub}}",
                "steps: [{run: one}, {run: two, working-directory: ./x}, {run: three, working-directory: /abs}]")
            .go();

    assertThat(job.run(1).spec().directory()).isEqualTo("/job/repo/sub");
    assertThat(job.run(2).spec().directory()).isEqualTo("/job/repo/x");
    assertThat(job.run(3).spec().directory()).isEqualTo("/abs");
  }

  @Test
  void theJobContextNamesTheFileInWhichTheJobStands() {
    var job =
        ScriptedJob.of("steps: [{run: one, env: {FILE: '${{ job.workflow_file_path }}'}}]").go();

    assertThat(job.env(1)).containsEntry("FILE", "ci.yml");
  }

  @Test
  void theNameOfTheRunnerIsConfigured() {
    var job =
        ScriptedJob.of(
                Dialect.GITHUB,
                Map.of("RUNNER_NAME", "ship"),
                "steps: [{run: one, env: {SEEN: \"${{ runner.name }}\", RUNNER_NAME: other}}]")
            .go();

    assertThat(job.env(1)).containsEntry("RUNNER_NAME", "ship").containsEntry("SEEN", "ship");
  }
}
