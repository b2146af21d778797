// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.Result;
import io.berth.engine.output.CommandEffect;
import io.berth.engine.output.CommandFile;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.spi.ExecOutcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobStateTest {

  @Test
  void stepsRunInOrderAndTheJobSucceeds() {
    var job = ScriptedJob.of("steps: [{run: one}, {run: two}]").go();

    assertThat(job.results()).containsExactly("success", "success");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void aFailureSkipsWhatHasNoCondition() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- run: fails",
                "- run: skipped",
                "- {run: cleans, if: always()}",
                "- {run: helps, if: failure()}",
                "- {run: never, if: cancelled()}",
                "- {run: not again, if: \"github.sha == 'abc'\"}")
            .step(1, 3)
            .go();

    assertThat(job.results())
        .containsExactly("failure", "skipped", "success", "success", "skipped", "skipped");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
    assertThat(job.log).contains("##[error]Process completed with exit code 3.");
  }

  @Test
  void continueOnErrorKeepsTheOutcomeAndChangesTheConclusion() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {id: one, run: fails, continue-on-error: true}",
                "- run: ${{ steps.one.outcome }} ${{ steps.one.conclusion }} ${{ job.status }}")
            .step(1, 1)
            .go();

    assertThat(job.results()).containsExactly("failure/success", "success");
    assertThat(job.run(2).files().getFirst().content())
        .asString()
        .isEqualTo("failure success success");
  }

  @Test
  void continueOnErrorThatCannotBeComputedKeepsTheFailure() {
    var job =
        ScriptedJob.of("steps: [{run: fails, continue-on-error: \"${{ fromJSON('{') }}\"}]")
            .step(1, 1)
            .go();

    assertThat(job.results()).containsExactly("failure");
  }

  @Test
  void stepsWithGeneratedIdsAreNotInTheStepsContext() {
    var job = ScriptedJob.of("steps: [{run: one}, {run: \"${{ toJSON(steps) }}\"}]").go();

    assertThat(job.run(2).files().getFirst().content()).asString().isEqualTo("{}");
  }

  @Test
  void aConditionThatCannotBeComputedFailsTheStep() {
    var job = ScriptedJob.of("steps: [{run: one, if: \"fromJSON('x')\"}, {run: two}]").go();

    assertThat(job.results()).containsExactly("failure", "skipped");
    assertThat(job.log).anySatisfy(line -> assertThat(line).contains("ci.yml (Line: "));
  }

  @Test
  void outputsArePassedOnAlsoByAStepThatFails() {
    var job =
        ScriptedJob.of(
                "outputs: {whole: \"${{ steps.s.outputs.k }}\", none: \"${{ steps.s.outputs.x }}\"}",
                "steps: [{id: s, run: one}]")
            .step(1, 1, "output", "k=v\n")
            .go();

    assertThat(job.completed().outputs()).isEqualTo(Map.of("whole", "v"));
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void anOutputThatHoldsASecretIsDropped() {
    var job =
        ScriptedJob.of("outputs: {o: \"x${{ steps.s.outputs.k }}\"}", "steps: [{id: s, run: one}]")
            .step(1, 0, "output", "k=s3cret\n")
            .fact("holdsSecret", "true")
            .go();

    assertThat(job.completed().outputs()).isEmpty();
    assertThat(job.log).contains("##[warning]Skip output 'o' since it may contain secret.");
  }

  @Test
  void aBrokenCommandFileFailsTheStepThatSucceeded() {
    var job = ScriptedJob.of("steps: [{run: one}]").step(1, 0, "env", "no value\n").go();

    assertThat(job.results()).containsExactly("failure");
    assertThat(job.log)
        .contains(
            "##[error]Unable to process file command 'env' successfully.",
            "##[error]Invalid format 'no value'");
  }

  @Test
  void aBrokenCommandFileIsToldOfAStepThatFailedToo() {
    var job = ScriptedJob.of("steps: [{run: one}]").step(1, 7, "env", "no value\n").go();

    assertThat(job.log)
        .containsSubsequence(
            "##[error]Invalid format 'no value'", "##[error]Process completed with exit code 7.");
  }

  @Test
  void whatIsRefusedWithoutAFailureIsInTheLogToo() {
    var job =
        ScriptedJob.of("steps: [{run: one}, {run: two}]")
            .step(1, 0, "env", "NODE_OPTIONS=--inspect\nX=y\n")
            .step(2, 0, "summary", "x".repeat(CommandFile.LARGEST_SUMMARY + 1))
            .go();

    assertThat(job.results()).containsExactly("success", "success");
    assertThat(job.env(2)).containsEntry("X", "y").doesNotContainKey("NODE_OPTIONS");
    assertThat(job.log)
        .anySatisfy(line -> assertThat(line).startsWith("##[error]").contains("NODE_OPTIONS"))
        .anySatisfy(
            line -> assertThat(line).startsWith("##[error]$GITHUB_STEP_SUMMARY upload aborted"));
  }

  @Test
  void aCommandThatCouldNotBeObeyedFailsTheStepAtItsEnd() {
    var job = ScriptedJob.of("steps: [{run: one}]").hangs(1).go();

    job.tell(new Input.Asked(job.key(1), new CommandEffect.Failed("set-env is disabled")))
        .ends(1, new ExecOutcome.Exited(0));

    assertThat(job.results()).containsExactly("failure");
  }

  @Test
  void aTimeoutFailsTheStepAndNamesIt() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {name: slow one, run: one, timeout-minutes: 0.05}",
                "- {run: two, if: failure()}")
            .hangs(1)
            .go()
            .timer("step 2")
            .ends(1, new ExecOutcome.Signalled(2));

    assertThat(job.results()).containsExactly("failure", "success");
    assertThat(job.log)
        .contains("##[error]The action 'slow one' has timed out after 0.05 minutes.");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void aTimeLimitThatCannotBeComputedIsRemarkedOnAndDoesNotCount() {
    var job = ScriptedJob.of("steps: [{run: one, timeout-minutes: \"${{ fromJSON('{') }}\"}]").go();

    assertThat(job.results()).containsExactly("success");
    assertThat(job.log).anySatisfy(line -> assertThat(line).startsWith("##[error]ci.yml (Line: "));
    assertThat(job.timers).doesNotContain("step 2");
  }

  @Test
  void aJobThatRunsTooLongIsStoppedAndFails() {
    var job =
        ScriptedJob.of(
                "timeout-minutes: 1", "steps: [{run: one}, {run: two, if: always()}, {run: three}]")
            .hangs(1)
            .go()
            .timer("job")
            .ends(1, new ExecOutcome.Signalled(2));

    assertThat(job.results()).containsExactly("cancelled", "success", "skipped");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void aProgramThatIsMissingFailsTheStepWithTheReason() {
    var job =
        ScriptedJob.of("steps: [{run: one, shell: 'nosuch {0}'}]")
            .hangs(1)
            .go()
            .ends(1, new ExecOutcome.NotStarted(127, "there is no program `nosuch`"));

    assertThat(job.results()).containsExactly("failure");
    assertThat(job.log).contains("##[error]there is no program `nosuch`");
  }

  @Test
  void aLostEnvironmentEndsTheJobWithItsError() {
    var error = BerthError.of(ErrorCode.ENVIRONMENT_LOST, "the machine is gone", null);
    var job =
        ScriptedJob.of("steps: [{run: one}, {run: two, if: always()}]")
            .hangs(1)
            .go()
            .ends(1, new ExecOutcome.EnvironmentLost(error));

    assertThat(job.results()).containsExactly("failure", "skipped");
    assertThat(job.completed().error()).isEqualTo(error);
  }

  @Test
  void aLostCommandFailsItsStepAndWhatRunsAlwaysRuns() {
    var error = BerthError.of(ErrorCode.EXECUTION_LOST, "the plugin was started again", null);
    var job =
        ScriptedJob.of(
                "steps:",
                "- {run: one}",
                "- {run: two}",
                "- {run: three, if: failure()}",
                "- {run: four, if: always()}")
            .hangs(1)
            .go()
            .ends(1, new ExecOutcome.ExecutionLost(error));

    assertThat(job.results()).containsExactly("failure", "skipped", "success", "success");
    assertThat(job.log).contains("##[error]the plugin was started again");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
    assertThat(job.completed().error()).isEqualTo(error);
  }

  @Test
  void nothingMakesUpForALostCommand() {
    var error = BerthError.of(ErrorCode.EXECUTION_LOST, "it is lost", null);
    var job =
        ScriptedJob.of("steps: [{run: one, continue-on-error: true}, {run: two}]")
            .hangs(1)
            .go()
            .ends(1, new ExecOutcome.ExecutionLost(error));

    assertThat(job.results()).containsExactly("failure/success", "skipped");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
    assertThat(job.completed().error()).isEqualTo(error);
  }

  @Test
  void anEnvironmentThatIsLostAfterACommandEndsTheJob() {
    var lost = BerthError.of(ErrorCode.ENVIRONMENT_LOST, "the machine is gone", null);
    var job =
        ScriptedJob.of("steps: [{run: one}, {run: two, if: always()}, {run: three, if: always()}]")
            .hangs(1)
            .hangs(2)
            .go()
            .ends(
                1,
                new ExecOutcome.ExecutionLost(
                    BerthError.of(ErrorCode.EXECUTION_LOST, "it is lost", null)))
            .ends(2, new ExecOutcome.EnvironmentLost(lost));

    assertThat(job.results()).containsExactly("failure", "failure", "skipped");
    assertThat(job.completed().error()).isEqualTo(lost);
  }

  @Test
  void aCheckoutOfTheOwnRepositoryIsServed() {
    var job =
        ScriptedJob.of("steps: [{uses: actions/checkout@v4, with: {path: sub}}, {run: two}]").go();

    assertThat(job.results()).containsExactly("success", "success");
    assertThat(job.log).contains("Berth brings the files itself: /job/repo/sub");
  }

  @Test
  void theFirstVersionOfCheckoutPutsAPathBesideTheWorkspace() {
    var job = ScriptedJob.of("steps: [{uses: actions/checkout@v1, with: {path: sub}}]").go();

    assertThat(job.log).contains("Berth brings the files itself: /job/sub");
  }

  @Test
  void aCheckoutOutsideOfTheWorkspaceFailsAtItsStep() {
    var job = ScriptedJob.of("steps: [{uses: actions/checkout@v4, with: {path: a/../../b}}]").go();

    assertThat(job.results()).containsExactly("failure");
    assertThat(job.log).anySatisfy(line -> assertThat(line).contains("is not under '/job/repo'"));
  }

  @Test
  void factsAboutFilesAreLearnedAnewForEveryStep() {
    var job =
        ScriptedJob.of("steps:", "- run: ${{ hashFiles('a') }}", "- run: ${{ hashFiles('a') }}")
            .fact("hashFiles", "h1")
            .go();

    assertThat(job.events.stream().filter(Event.Detail.FactLearned.class::isInstance))
        .extracting(event -> ((Event.Detail.FactLearned) event).fact().kind())
        .containsExactly("hashFiles", "which", "hashFiles");
  }

  @Test
  void theStateIsTheSameWhetherFoldedAtOnceOrOnTheWay() {
    var job =
        ScriptedJob.of("steps: [{id: a, run: one}, {run: two, if: failure()}]")
            .step(1, 1, "output", "k=v\n")
            .go();

    var again = ScriptedJob.of("steps: [{id: a, run: one}, {run: two, if: failure()}]");
    again.replay(job.events);

    assertThat(again.isOver()).isTrue();
  }
}
