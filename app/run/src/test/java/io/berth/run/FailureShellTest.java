// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.model.BerthException;
import io.berth.os.PseudoTerminal;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.Placement;
import io.berth.run.ExecRequest.Values;
import io.berth.run.ExecRequest.WorkspaceContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureShellTest extends OnGround {

  @BeforeEach
  void wantAShell() {
    assumeTrue(PseudoTerminal.isSupported(), "this system has no pseudo terminals");
    ground.placement = new Placement(null, 2, WorkspaceContent.COPY, false, true);
  }

  @Test
  void aShellOpensWhereAndAsTheStepFailedAndBeforeAllIsRemoved() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a:",
        "    runs-on: x",
        "    steps:",
        "    - run: mkdir sub; echo SET=earlier >> $GITHUB_ENV; echo $PWD/bin >> $GITHUB_PATH",
        "    - {name: break it, run: touch made; exit 3, working-directory: sub, env: {MINE: own}}",
        "    - {if: always(), run: echo cleaned}");
    var person = new Answers("echo \"[$MINE][$SET]\" $(ls) ${PATH%%:*}; exit 9");
    ground.person = person;

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.FAILURE);
    assertThat(person.questions)
        .singleElement()
        .asString()
        .contains("a failed in `break it`", "again  ", "leave  exit");
    assertThat(person.shown)
        .singleElement()
        .asString()
        .containsPattern("\\[own]\\[earlier] made /\\S+/bin\r\n");
    assertThat(ground.log()).contains("cleaned\n");
    try (Stream<Path> left = Files.walk(ground.work)) {
      assertThat(left.filter(path -> path.endsWith("made"))).isEmpty();
    }
  }

  @Test
  void nothingOfWhatIsSeenThereIsWrittenAnywhere() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a:",
        "    runs-on: x",
        "    steps:",
        "    - {name: 'with ${{ secrets.ONE }}', run: exit 1, env: {X: '${{ secrets.ONE }}'}}");
    ground.values =
        new Values(
            List.of(),
            Assignments.none(),
            Assignments.none(),
            new Assignments(List.of("ONE=topsecret"), List.of()));
    var person = new Answers("echo seen $X", "exit");
    ground.person = person;

    ground.exec();

    assertThat(person.shown.getFirst()).contains("seen topsecret");
    assertThat(person.questions.getFirst()).contains("with ***").doesNotContain("topsecret");
    assertThat(stored()).doesNotContain("topsecret", "seen");
  }

  @Test
  void noShellOpensWhereNothingFailedOrTheFailureIsAllowed() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a: {runs-on: x, steps: [{run: exit 1, continue-on-error: true}, {run: echo fine}]}");
    var person = new Answers("exit");
    ground.person = person;

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(person.questions).isEmpty();
  }

  @Test
  void noShellOpensAfterCtrlC() throws Exception {
    ground
        .workflow(
            "on: push",
            "jobs:",
            "  a: {runs-on: x, steps: [{run: 'trap \"exit 1\" INT; echo started; sleep 300'}]}")
        .when("started\n", ground.cancellation::request);
    var person = new Answers("exit");
    ground.person = person;

    ground.exec();

    assertThat(person.questions).isEmpty();
  }

  @Test
  void withoutATerminalItIsRefusedBeforeAnythingRuns() throws Exception {
    ground.workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{run: exit 1}]}");

    assertThatThrownBy(ground::exec)
        .isInstanceOf(BerthException.class)
        .hasMessageContaining("`--shell-on-failure` needs somebody at a terminal");
    assertThat(ground.events).isEmpty();
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
