// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.Result;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.Selection;
import io.berth.run.ExecRequest.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExecTest extends OnGround {

  @Test
  void jobsPassTheirOutputsOn() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  make:",
        "    runs-on: ubuntu-latest",
        "    outputs: {made: '${{ steps.s.outputs.x }}'}",
        "    steps: [{id: s, run: 'echo x=thing >> $GITHUB_OUTPUT'}]",
        "  use:",
        "    needs: make",
        "    runs-on: ubuntu-latest",
        "    strategy: {matrix: {n: [1, 2]}}",
        "    steps: [{run: 'echo got ${{ needs.make.outputs.made }} ${{ matrix.n }}'}]");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.jobs()).hasSize(3).containsEntry("make", "success");
    assertThat(ground.log()).contains("got thing 1\n", "got thing 2\n");
  }

  @Test
  void aFailedJobIsExitStatusOne() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a: {runs-on: x, steps: [{run: exit 3}, {if: failure(), run: echo cleaned}]}",
        "  b: {runs-on: x, needs: a, steps: [{run: echo never}]}");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.FAILURE);
    assertThat(ground.jobs()).isEqualTo(Map.of("a", "failure", "b", "skipped"));
    assertThat(ground.log()).contains("cleaned").doesNotContain("never");
  }

  @Test
  void secretsAreMaskedInLogAndEvents() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a:",
        "    runs-on: x",
        "    steps:",
        "    - name: show ${{ secrets.ONE }}",
        "      env: {X: '${{ secrets.FROM_ENV }}'}",
        "      run: echo $X ${{ secrets.ONE }}");
    ground.values =
        new Values(
            List.of(),
            Assignments.none(),
            Assignments.none(),
            new Assignments(List.of("ONE=topsecret", "FROM_ENV"), List.of()));

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log()).contains("*** ***\n").doesNotContain("topsecret", "value of env");
    assertThat(ground.events.toString()).doesNotContain("topsecret", "value of env");
    assertThat(stored()).doesNotContain("topsecret", "value of env").contains("show ***");
  }

  @Test
  void ctrlCInterruptsTheStepAndRunsWhatRunsAlways() throws Exception {
    ground
        .workflow(
            "on: push",
            "jobs:",
            "  a:",
            "    runs-on: x",
            "    steps:",
            "    - run: echo started; sleep 300",
            "    - {if: cancelled(), run: echo was cancelled}",
            "    - {if: always(), run: echo runs always}",
            "    - run: echo never")
        .when("started\n", ground.cancellation::request);

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(ground.jobs()).isEqualTo(Map.of("a", "cancelled"));
    assertThat(ground.log()).contains("was cancelled\n", "runs always\n").doesNotContain("never\n");
  }

  @Test
  void aSecondCtrlCKillsWhatDoesNotListen() throws Exception {
    ground
        .workflow(
            "on: push",
            "jobs:",
            "  a:",
            "    runs-on: x",
            "    steps:",
            "    - run: trap '' INT TERM; echo started; sleep 300",
            "    - {if: always(), run: echo never}",
            "  b: {runs-on: x, needs: a, if: always(), steps: [{if: always(), run: echo never}]}")
        .when(
            "started\n",
            () -> {
              ground.cancellation.request();
              ground.cancellation.request();
            });

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(ground.log()).doesNotContain("never\n");
  }

  @Test
  void whenNothingAnswersTheEventTheRunEndsAllTheSame() throws Exception {
    ground.workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{run: echo a}]}");
    ground.selection = new Selection(null, "pull_request", null, null, List.of());

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.events.getLast()).isEqualTo(new Event.RunCompleted(Result.SUCCESS));
  }

  @Test
  void theOnlyTriggerIsChosenWhenThereIsNoPush() throws Exception {
    ground.workflow(
        "on: {workflow_dispatch: {inputs: {who: {default: world}, loud: {type: boolean}}}}",
        "jobs:",
        "  a: {runs-on: x, steps: [{run: 'echo hello ${{ inputs.who }} ${{ inputs.loud }}'}]}");
    ground.values =
        new Values(
            List.of("loud=true"), Assignments.none(), Assignments.none(), Assignments.none());

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log()).contains("hello world true\n");
  }

  @Test
  void aJobIsRunWithThoseThatItNeeds() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a: {runs-on: x, steps: [{run: echo a}]}",
        "  b: {runs-on: x, needs: a, steps: [{run: echo b}]}",
        "  c: {runs-on: x, steps: [{run: echo c}]}");
    ground.selection = new Selection(null, null, null, "b", List.of());

    ground.exec();

    assertThat(ground.jobs()).containsEntry("a", "success").containsEntry("b", "success");
    assertThat(ground.log()).doesNotContain("echo c");
  }

  @Test
  void aRunEndsWithItsCompletion() throws Exception {
    ground.workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{run: echo a}]}");

    ground.exec();

    assertThat(ground.events.getFirst()).isInstanceOf(Event.RunStarted.class);
    assertThat(ground.events.getLast()).isInstanceOf(Event.RunCompleted.class);
  }

  private String stored() throws IOException {
    var text = new StringBuilder();
    try (Stream<Path> files = Files.walk(ground.state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
