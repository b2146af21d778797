// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.Result;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import org.junit.jupiter.api.Test;

class CancelledBackgroundTest {

  private static final String SERVER = "- {id: server, run: serve, background: true}";

  @Test
  void aStepThatCancelsClimbsTheLadderAndWaitsForTheEnd() {
    var job = ScriptedJob.of("steps:", SERVER, "- cancel: server", "- run: three").hangs(1).go();
    assertThat(job.signals).containsExactly(Signal.INTERRUPT);
    job.timer("ladder 2 1");
    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.TERMINATE);
    assertThat(job.result(2)).isEqualTo("runs");

    job.ends(1, new ExecOutcome.Signalled(15));

    assertThat(job.result(1)).isEqualTo("cancelled");
    assertThat(job.result(2)).isEqualTo("success");
    assertThat(job.result(3)).isEqualTo("success");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
    assertThat(job.log)
        .contains("A later step cancelled this one.", "Run serve: cancelled")
        .noneMatch(line -> line.startsWith("##[error]"));
  }

  @Test
  void outputsOfACancelledStepAreSeenAndItsOutcome() {
    var job =
        ScriptedJob.of(
                "steps:",
                SERVER,
                "- cancel: server",
                "- run: '${{ steps.server.outputs.o }} ${{ steps.server.conclusion }}'")
            .hangs(1)
            .go();

    job.ends(1, 0, "output", "o=v\n");

    assertThat(job.script("3")).isEqualTo("v cancelled");
  }

  @Test
  void waitingForACancelledStepFailsNobody() {
    var job = ScriptedJob.of("steps:", SERVER, "- cancel: server", "- wait: server", "- wait-all:");
    job.hangs(1).go().ends(1, new ExecOutcome.Signalled(2));

    assertThat(job.result(3)).isEqualTo("success");
    assertThat(job.result(4)).isEqualTo("success");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void whatFailedBeforeItWasCancelledFailsTheJobInTheEnd() {
    var job = ScriptedJob.of("steps:", SERVER, "- cancel: server", "- run: three").step(1, 1).go();

    assertThat(job.signals).isEmpty();
    assertThat(job.result(2)).isEqualTo("success");
    assertThat(job.result(3)).isEqualTo("success");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void theStepsOfAnActionAreCancelledWithIt() {
    var job =
        ScriptedJob.of("steps:", "- {id: b, uses: ./a, background: true}", "- cancel: b")
            .action(
                "a",
                "runs: {using: composite, steps: [{run: one, shell: sh}, {run: two, shell: sh}]}")
            .hangs("1.1")
            .go();
    assertThat(job.signals).containsExactly(Signal.INTERRUPT);

    job.ends(1, new ExecOutcome.Signalled(2));

    assertThat(job.runs).doesNotContainKey("step-2.2");
    assertThat(job.result(1)).isEqualTo("cancelled");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void aCancelledJobInterruptsAllThatRunAndWaitsForThem() {
    var job = ScriptedJob.of("steps:", SERVER, "- run: two", "- wait: server", "- run: four");
    job.hangs(1).hangs(2).go().cancel();
    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.INTERRUPT);

    job.ends(2, new ExecOutcome.Signalled(2));
    assertThat(job.result(3)).isEqualTo("runs");
    job.ends(1, new ExecOutcome.Signalled(2));

    assertThat(job.results()).containsExactly("cancelled", "cancelled", "cancelled", "skipped");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void whatRunsAlwaysRunsOnInTheBackgroundToo() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {id: b, run: one, background: true, if: always()}",
                "- run: two",
                "- {id: c, run: three, background: true, if: always()}")
            .hangs(1)
            .hangs(2)
            .go()
            .cancel()
            .ends(2, new ExecOutcome.Signalled(2));
    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.KILL);
    assertThat(job.result(3)).isEqualTo("success");

    job.ends(1, 0);

    assertThat(job.result(1)).isEqualTo("success");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void aKilledJobKillsAllAndBeginsNothing() {
    var job = ScriptedJob.of("steps:", SERVER, "- run: two", "- wait-all:");
    job.hangs(1).hangs(2).go().cancel();

    job.timer("cancel");
    assertThat(job.signals)
        .containsExactly(Signal.INTERRUPT, Signal.INTERRUPT, Signal.KILL, Signal.KILL);
    job.ends(1, new ExecOutcome.Signalled(9)).ends(2, new ExecOutcome.Signalled(9));

    assertThat(job.result(1)).isEqualTo("cancelled");
    assertThat(job.result(3)).isEqualTo("skipped");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void aTimerOfOneStepLeavesTheOthersAlone() {
    var job = ScriptedJob.of("steps:", SERVER, "- cancel: server", "- run: three").hangs(1).go();

    job.timer("ladder 2 1").timer("ladder 2 1");

    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.TERMINATE);
    assertThat(job.events)
        .filteredOn(event -> event instanceof Event.Detail.StepSignalled)
        .hasSize(2);
  }
}
