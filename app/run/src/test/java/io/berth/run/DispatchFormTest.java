// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.Values;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatchFormTest extends OnGround {

  @BeforeEach
  void makeForm() throws IOException {
    ground.workflow(
        "name: Greet",
        "on:",
        "  workflow_dispatch:",
        "    inputs:",
        "      who: {description: Whom to greet, required: true}",
        "      loud: {type: boolean}",
        "      times: {type: number, default: 2}",
        "      level: {type: choice, options: [low, high], default: high, description: How much}",
        "      place: {type: environment, required: true}",
        "jobs:",
        "  a:",
        "    runs-on: x",
        "    steps:",
        "      - run: echo '${{ join(inputs.*, '/') }}'");
  }

  @Test
  void everyInputIsAskedForAndAWrongAnswerIsAskedForAgain() throws Exception {
    var person = new Answers("", "World", "perhaps", "yes", "many", "", "3", "1", "here");
    ground.person = person;

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log()).contains("World/true/2/low/here\n");
    assertThat(person.questions)
        .containsExactly(
            "Greet takes inputs; Enter takes what stands in brackets.",
            "who: Whom to greet, required: ",
            "  input `who` is required",
            "who: Whom to greet, required: ",
            "loud (true or false) [false]: ",
            "  input `loud` has to be `true` or `false`, found `perhaps`",
            "loud (true or false) [false]: ",
            "times (a number) [2]: ",
            "  input `times` has to be a number, found `many`",
            "times (a number) [2]: ",
            "level: How much",
            "  1  low",
            "  2  high",
            "number or name [high]: ",
            "  input `level` has to be one of low, high, found `3`",
            "number or name [high]: ",
            "place (environment), required: ");
  }

  @Test
  void nobodyIsAskedWhereInputsAreGiven() throws Exception {
    var person = new Answers();
    ground.person = person;
    ground.values =
        new Values(
            List.of("who=World", "place=here"),
            Assignments.none(),
            Assignments.none(),
            Assignments.none());

    assertThat(ground.exec()).isEqualTo(ExitStatus.SUCCESS);
    assertThat(person.questions).isEmpty();
  }

  @Test
  void withoutATerminalAllThatIsMissingIsNamedAtOnce() {
    assertThatThrownBy(ground::exec)
        .isInstanceOf(BerthException.class)
        .hasMessageContainingAll("input `who` (Whom to greet) is required", "input `place` is");
  }

  @Test
  void whoEndsTheInputIsToldWhatIsMissing() {
    ground.person = new Answers("World");

    assertThatThrownBy(ground::exec)
        .isInstanceOf(BerthException.class)
        .hasMessageContaining("input `place` is required");
  }
}
