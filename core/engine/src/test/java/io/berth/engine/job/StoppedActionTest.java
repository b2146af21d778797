// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Result;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoppedActionTest {

  private static final String[] ACTION = {
    "runs:",
    "  using: composite",
    "  steps:",
    "  - {run: one, shell: bash}",
    "  - {run: two, shell: bash}",
    "  - {run: three, shell: bash, if: always()}"
  };

  @Test
  void theLimitOfTheStepHoldsForAllStepsOfItsAction() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {name: slow, uses: ./a, timeout-minutes: 2}",
                "- {run: after, if: failure()}")
            .action("a", ACTION)
            .hangs("1.2")
            .go()
            .timer("step 2");
    assertThat(job.signals).containsExactly(Signal.INTERRUPT);

    job.timer("ladder 2.2 1").ends(1, new ExecOutcome.Signalled(15));

    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.TERMINATE, Signal.KILL);
    assertThat(job.results()).containsExactly("failure", "success");
    assertThat(job.log).contains("##[error]The action 'slow' has timed out after 2 minutes.");
    assertThat(job.runs).doesNotContainKey("step-2.3");
  }

  @Test
  void aCancelledStepEndsTheWholeOfItsAction() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a}, {run: after, if: always()}]")
            .action("a", ACTION)
            .hangs("1.1")
            .go()
            .cancel()
            .ends(1, new ExecOutcome.Signalled(2));

    assertThat(job.signals).containsExactly(Signal.INTERRUPT, Signal.KILL);
    assertThat(job.results()).containsExactly("cancelled", "success");
    assertThat(job.runs).containsOnlyKeys("step-2.1", "step-3");
    assertThat(job.result()).isEqualTo(Result.CANCELLED);
  }

  @Test
  void inAStepThatRunsOnTheStepsOfTheActionAreAskedOneByOne() {
    var job =
        ScriptedJob.of("steps: [{uses: ./a, if: always()}]")
            .action("a", ACTION)
            .hangs("1.1")
            .go()
            .cancel()
            .ends(1, new ExecOutcome.Signalled(2));

    assertThat(job.signals).startsWith(Signal.INTERRUPT);
    assertThat(job.runs).containsOnlyKeys("step-2.1", "step-2.3");
    assertThat(job.results()).containsExactly("cancelled");
  }

  @Test
  void aFailedEnvironmentEndsActionAndJob() {
    var error =
        io.berth.model.BerthError.of(io.berth.model.ErrorCode.ENVIRONMENT_LOST, "it is gone", null);
    var job =
        ScriptedJob.of("steps: [{uses: ./a}, {run: after, if: always()}]")
            .action("a", ACTION)
            .hangs("1.1")
            .go()
            .ends(1, new ExecOutcome.EnvironmentLost(error));

    assertThat(job.results()).isEqualTo(List.of("failure", "skipped"));
    assertThat(job.completed().error()).isEqualTo(error);
  }
}
