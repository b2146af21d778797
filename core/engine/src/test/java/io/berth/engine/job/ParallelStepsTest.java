// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParallelStepsTest {

  private static final String[] GROUP = {
    "steps:",
    "- parallel:",
    "  - {id: a, run: one}",
    "  - {name: second, run: two}",
    "- run: '${{ steps.a.outputs.o }}'"
  };

  @Test
  void aGroupRunsAtOnceAndTheJobWaitsForAllOfIt() {
    var job = ScriptedJob.of(GROUP).hangs(1).hangs(2).go();
    assertThat(job.result(1)).isEqualTo("runs");
    assertThat(job.result(2)).isEqualTo("runs");
    assertThat(job.result(3)).isEqualTo("runs");

    job.ends(2, 0);
    assertThat(job.result(4)).isEqualTo("not begun");
    job.ends(1, 0, "output", "o=v\n");

    assertThat(job.script("4")).isEqualTo("v");
    assertThat(job.log).contains("Run one: success", "second: success");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void oneFailureFailsTheGroupAndEndsNoOther() {
    var job = ScriptedJob.of(GROUP).hangs(1).step(2, 1).go();
    assertThat(job.signals).isEmpty();
    assertThat(job.result(3)).isEqualTo("runs");

    job.ends(1, 0);

    assertThat(job.result(3)).isEqualTo("failure");
    assertThat(job.result(4)).isEqualTo("skipped");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void itsStepsAreKnownBeforeTheyBeginAndSaidToRunInTheBackground() {
    var job = ScriptedJob.of(GROUP).go();

    List<String> steps = new ArrayList<>();
    for (Event event : job.events) {
      if (event instanceof Event.StepAdded(var info)) {
        steps.add(info.name() + (info.background() ? " &" : ""));
      }
    }
    assertThat(steps)
        .containsExactly(
            "Set up job",
            "Run one &",
            "second &",
            "Wait for 2 parallel steps",
            "Run ${{ steps.a.outputs.o }}",
            "Complete job");
  }
}
