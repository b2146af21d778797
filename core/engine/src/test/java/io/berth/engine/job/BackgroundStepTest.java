// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.Result;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackgroundStepTest {

  private static final String SERVER = "- {id: server, run: serve, background: true}";

  @Test
  void theJobGoesOnWhileItRunsAndWaitsWhereItIsTold() {
    var job = ScriptedJob.of("steps:", SERVER, "- run: two", "- wait: server", "- run: four");
    job.hangs(1).go();

    assertThat(job.result(1)).isEqualTo("runs");
    assertThat(job.result(2)).isEqualTo("success");
    assertThat(job.result(3)).isEqualTo("runs");
    assertThat(job.result(4)).isEqualTo("not begun");

    job.ends(1, 0);

    assertThat(job.result(3)).isEqualTo("success");
    assertThat(job.result(4)).isEqualTo("success");
    assertThat(job.log).contains("Run serve: success");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void whatItLeavesBehindCountsFromTheWaitOn() {
    String read = "- run: '${{ steps.b.outputs.o }} ${{ steps.b.outcome }} ${{ env.N }}'";
    var job =
        ScriptedJob.of("steps:", "- {id: b, run: one, background: true}", read, "- wait: b", read)
            .step(1, 0, "output", "o=v\n", "env", "N=n\n", "path", "/its/bin\n")
            .go();

    assertThat(job.script("2")).isBlank();
    assertThat(job.env(2)).doesNotContainKey("N").containsEntry("PATH", "/usr/bin:/bin");
    assertThat(job.script("4")).isEqualTo("v success n");
    assertThat(job.env(4)).containsEntry("N", "n").containsEntry("PATH", "/its/bin:/usr/bin:/bin");
  }

  @Test
  void whatSeveralLeaveBehindCountsInTheOrderInWhichTheyAreNamed() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {id: a, run: one, background: true}",
                "- {id: b, run: two, background: true}",
                "- wait: [b, a]",
                "- run: four")
            .step(1, 0, "env", "N=a\n", "path", "/a\n/c\n")
            .step(2, 0, "env", "N=b\n", "path", "/b\n")
            .go();

    assertThat(job.env(4)).containsEntry("N", "a").containsEntry("PATH", "/c:/a:/b:/usr/bin:/bin");
  }

  @Test
  void itSeesWhatWasThereWhenTheJobCameToIt() {
    var job =
        ScriptedJob.of(
                "steps:", "- {id: used, uses: ./a, background: true}", "- run: two", "- wait-all:")
            .action(
                "a",
                "runs:",
                "  using: composite",
                "  steps:",
                "  - {run: one, shell: sh}",
                "  - {run: 'own ${{ env.OWN }} other ${{ env.OTHER }}', shell: sh}")
            .hangs("1.1")
            .step("2", 0, "env", "OTHER=other\n")
            .go();

    job.ends("1.1", 0, "env", "OWN=own\n");

    assertThat(job.script("1.2")).isEqualTo("own own other ");
    assertThat(job.result(1)).isEqualTo("success");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void aFailureFailsTheStepThatWaitsAndNoneBefore() {
    var job =
        ScriptedJob.of("steps:", SERVER, "- run: two", "- wait-all:", "- run: four")
            .step(1, 3)
            .go();

    assertThat(job.result(1)).isEqualTo("failure");
    assertThat(job.result(2)).isEqualTo("success");
    assertThat(job.result(3)).isEqualTo("failure");
    assertThat(job.result(4)).isEqualTo("skipped");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void aFailureThatMayBeFailsNobody() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {id: b, run: one, background: true, continue-on-error: true}",
                "- wait: b",
                "- run: '${{ steps.b.outcome }} ${{ steps.b.conclusion }}'")
            .step(1, 1)
            .go();

    assertThat(job.result(1)).isEqualTo("failure/success");
    assertThat(job.result(2)).isEqualTo("success");
    assertThat(job.script("3")).isEqualTo("failure success");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void aStepThatWaitsMayFailToo() {
    var job =
        ScriptedJob.of("steps:", SERVER, "- {wait-all: , continue-on-error: true}", "- run: three")
            .step(1, 1)
            .go();

    assertThat(job.result(2)).isEqualTo("failure/success");
    assertThat(job.result(3)).isEqualTo("success");
    assertThat(job.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void stepsThatWaitTakePlaceAfterAFailureToo() {
    var job = ScriptedJob.of("steps:", SERVER, "- run: two", "- wait: server", "- wait-all:");
    job.hangs(1).step(2, 1).go();
    assertThat(job.result(3)).isEqualTo("runs");

    job.ends(1, 0);

    assertThat(job.result(3)).isEqualTo("success");
    assertThat(job.result(4)).isEqualTo("success");
    assertThat(job.log).contains("No step runs in the background.");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void whatNobodyWaitsForEndsBeforeTheJobAndItsFailureCounts() {
    var job = ScriptedJob.of("outputs: {o: '${{ steps.server.outputs.o }}'}", "steps:", SERVER);
    job.hangs(1).go();
    assertThat(job.isOver()).isFalse();
    assertThat(job.events).noneMatch(event -> event instanceof Event.Detail.EnvironmentReleased);

    job.ends(1, 1, "output", "o=v\n");

    assertThat(job.completed().outputs()).containsEntry("o", "v");
    assertThat(job.result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void aStepThatIsSkippedIsNotWaitedFor() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {id: b, run: one, background: true, if: failure()}",
                "- wait: b",
                "- run: '${{ steps.b.outcome }}'")
            .go();

    assertThat(job.result(1)).isEqualTo("skipped");
    assertThat(job.log).contains("Run one: skipped");
    assertThat(job.script("3")).isEqualTo("skipped");
  }

  @Test
  void aConditionThatCannotBeComputedFailsTheJobAtOnce() {
    var job =
        ScriptedJob.of(
                "steps:", "- {run: one, background: true, if: \"fromJSON('{')\"}", "- run: two")
            .go();

    assertThat(job.result(1)).isEqualTo("failure");
    assertThat(job.result(2)).isEqualTo("skipped");
  }

  @Test
  void aNameThatNobodyHasIsRemarkedOn() {
    var job =
        ScriptedJob.of("steps:", "- {id: one, run: one}", "- wait: [one, later]", "- run: three")
            .go();

    assertThat(job.log)
        .contains(
            "##[warning]no step `one` runs in the background before this step",
            "##[warning]no step `later` runs in the background before this step");
    assertThat(job.result(3)).isEqualTo("success");
  }

  @Test
  void atMostTenRunAtATimeAndOthersWaitForTheirTurn() {
    List<String> lines = new ArrayList<>(List.of("steps:"));
    for (int i = 1; i <= 12; i++) {
      lines.add("- {id: b" + i + ", run: one, background: true}");
    }
    lines.add("- run: goes on");
    lines.add("- cancel: b12");
    var job = ScriptedJob.of(lines.toArray(String[]::new));
    for (int i = 1; i <= 12; i++) {
      job.hangs(i);
    }

    job.go();
    assertThat(job.result(10)).isEqualTo("runs");
    assertThat(job.result(11)).isEqualTo("not begun");
    assertThat(job.result(12)).isEqualTo("cancelled");
    assertThat(job.result(13)).isEqualTo("success");
    assertThat(job.runs).doesNotContainKey("step-12").doesNotContainKey("step-13");

    job.ends(4, 0);
    assertThat(job.result(11)).isEqualTo("runs");
  }

  @Test
  void itsOwnLimitEndsIt() {
    var job =
        ScriptedJob.of(
                "steps:",
                "- {id: b, run: one, background: true, timeout-minutes: 2}",
                "- run: two",
                "- wait: b")
            .hangs(1)
            .hangs(2)
            .go();

    job.timer("step 2");
    assertThat(job.signals).containsExactly(Signal.INTERRUPT);
    job.timer("ladder 2 1").ends(1, new ExecOutcome.Signalled(15)).ends(2, 0);

    assertThat(job.events)
        .contains(new Event.Detail.StepTimedOut(job.key(1), Duration.ofMinutes(2)));
    assertThat(job.result(1)).isEqualTo("failure");
    assertThat(job.result(2)).isEqualTo("success");
    assertThat(job.result(3)).isEqualTo("failure");
  }

  @Test
  void stepsThatRunAtATimeShareNoFiles() {
    var job = ScriptedJob.of("steps:", SERVER, "- run: two").hangs(1).go();

    List<String> first = job.run(1).files().stream().map(file -> file.path()).toList();
    List<String> second = job.run(2).files().stream().map(file -> file.path()).toList();
    assertThat(first).doesNotContainAnyElementsOf(second);
    assertThat(first).contains(job.env(1).get("GITHUB_EVENT_PATH"));
    assertThat(second).contains(job.env(2).get("GITHUB_EVENT_PATH"));
  }

  @Test
  void whatActionsLeaveRunsInReverseOrderOfTheFile() {
    String[] action = {"runs: {using: node20, main: m, post: p}"};
    var job =
        ScriptedJob.of(
                "steps:",
                "- {name: a, uses: ./a, background: true}",
                "- {name: b, uses: ./a, background: true}",
                "- {name: c, uses: ./a}")
            .fact("nodeVersion", "v20.1.2\n")
            .action("a", action)
            .hangs(1)
            .hangs(2)
            .go();
    assertThat(job.result(3)).isEqualTo("success");
    assertThat(names(job)).doesNotContain("Post c");

    job.ends(2, 0).ends(1, 0);

    assertThat(names(job)).endsWith("Post c", "Post b", "Post a", "Complete job");
  }

  @Test
  void theEventsAloneMakeTheSameState() {
    String[] lines = {"steps:", SERVER, "- run: two", "- cancel: server", "- run: four"};
    var job = ScriptedJob.of(lines).hangs(1).go().ends(1, new ExecOutcome.Signalled(2));
    var again = ScriptedJob.of(lines);

    again.replay(job.events);

    assertThat(again.isOver()).isTrue();
    assertThat(again.result()).isEqualTo(job.result());
  }

  private static List<String> names(ScriptedJob job) {
    List<String> names = new ArrayList<>();
    for (Event event : job.events) {
      if (event instanceof Event.StepAdded(var info)) {
        names.add(info.name());
      }
    }
    return names;
  }
}
