// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Result;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import org.junit.jupiter.api.Test;

class CancellationTest {

  private static final String[] STEPS = {
    "steps:",
    "- run: one",
    "- {run: two, if: cancelled()}",
    "- {run: three, if: always()}",
    "- {run: four, if: failure()}",
    "- {run: five, if: success()}"
  };

  @Test
  void aStepIsInterruptedSweptAwayAndThoseThatAskForItRunAfterIt() {
    var job = ScriptedJob.of(STEPS).hangs(1).go().cancel().ends(1, new ExecOutcome.Signalled(2));

    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.KILL);
    assertThat(job.results())
        .containsExactly("cancelled", "success", "success", "skipped", "skipped");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void aStepThatRunsAlwaysRunsOn() {
    var job =
        ScriptedJob.of("steps: [{run: one, if: always()}, {run: two}]")
            .hangs(1)
            .go()
            .cancel()
            .ends(1, new ExecOutcome.Exited(0));

    assertThat(job.signals).isEmpty();
    assertThat(job.results()).containsExactly("success", "skipped");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void theLadderGoesFromInterruptToTerminateToKill() {
    var job = ScriptedJob.of("steps: [{run: one}]").hangs(1).go().cancel();
    assertThat(job.signals).containsExactly(Signal.INTERRUPT);

    job.timer("ladder 2 1");
    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.TERMINATE);

    job.timer("ladder 2 2");
    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.TERMINATE, Signal.KILL);
  }

  @Test
  void rungsThatTheBackendDoesNotHaveArePassedOver() {
    var job = ScriptedJob.of("steps: [{run: one}]").sends(Signal.TERMINATE, Signal.KILL);
    job.hangs(1).go().cancel();
    assertThat(job.signals).containsExactly(Signal.TERMINATE);

    job.timer("ladder 2 1");
    assertThat(job.signals).containsExactly(Signal.TERMINATE, Signal.KILL);
  }

  @Test
  void whereOnlyKillingIsPossibleAStepIsKilledAtOnceAndItsLogSaysSo() {
    var job = ScriptedJob.of("steps: [{run: one}]").sends(Signal.KILL).hangs(1).go().cancel();

    assertThat(job.signals).containsExactly(Signal.KILL);
    assertThat(job.log)
        .contains(
            "The backend of this job cannot interrupt a process: this step was killed at once.");
  }

  @Test
  void theRungsAreSevenAndAHalfAndTwoAndAHalfSecondsApart() {
    assertThat(Decisions.AFTER_INTERRUPT).hasMillis(7500);
    assertThat(Decisions.AFTER_TERMINATE).hasMillis(2500);
  }

  @Test
  void aTimerThatFiresTooLateChangesNothing() {
    var job = ScriptedJob.of("steps: [{run: one}, {run: two, if: always()}]").hangs(1).hangs(2);
    job.go().cancel().ends(1, new ExecOutcome.Signalled(2));

    job.timer("ladder 2 1");

    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.KILL);
  }

  @Test
  void aSecondRequestKillsAtOnceAndNothingMoreRuns() {
    var job =
        ScriptedJob.of(STEPS)
            .hangs(1)
            .go()
            .cancel()
            .tell(new Input.CancelAsked("again", true))
            .ends(1, new ExecOutcome.Signalled(9));

    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.KILL);
    assertThat(job.results())
        .containsExactly("cancelled", "skipped", "skipped", "skipped", "skipped");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void whatRunsOnIsKilledWhenTheTimeAfterTheCancellationIsUp() {
    var job =
        ScriptedJob.of(
                "cancel-timeout-minutes: 1",
                "steps: [{run: one, if: always()}, {run: two, if: always()}]")
            .hangs(1)
            .go()
            .cancel()
            .timer("cancel")
            .ends(1, new ExecOutcome.Signalled(9));

    assertThat(job.signals).containsExactly(Signal.KILL);
    assertThat(job.results()).containsExactly("cancelled", "skipped");
  }

  @Test
  void aCancellationWinsOverAFailureBeforeIt() {
    var job =
        ScriptedJob.of("steps: [{run: one}, {run: two, if: always()}, {run: three, if: failure()}]")
            .step(1, 1)
            .hangs(2)
            .go()
            .cancel()
            .ends(2, new ExecOutcome.Exited(0));

    assertThat(job.results()).containsExactly("failure", "success", "skipped");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void aFailureAfterTheCancellationChangesNothing() {
    var job =
        ScriptedJob.of("steps: [{run: one}, {run: two, if: always()}]")
            .hangs(1)
            .step(2, 5)
            .go()
            .cancel()
            .ends(1, new ExecOutcome.Signalled(2));

    assertThat(job.results()).containsExactly("cancelled", "failure");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }
}
