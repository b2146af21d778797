// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.Selection;
import io.berth.run.ExecRequest.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecRefusalTest extends OnGround {

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    ground
        .workflow("on: push", "jobs:", "  a: {ruins-on: x, steps: [{run: echo a}]}")
        .file(".github/workflows/other.yml", "on: push\njobs: {b: {runs-on: x, step: []}}\n");

    assertThatThrownBy(ground::exec)
        .isInstanceOfSatisfying(
            BerthException.class,
            e ->
                assertThat(e.errors())
                    .extracting(error -> String.valueOf(error.where()))
                    .anySatisfy(where -> assertThat(where).startsWith(".github/workflows/ci.yml:3"))
                    .anySatisfy(
                        where -> assertThat(where).startsWith(".github/workflows/other.yml:2")));
  }

  @Test
  void everythingThatIsWrongWithTheOptionsIsSaidAtOnce() throws Exception {
    ground.workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{run: echo a}]}");
    ground.selection = new Selection(null, null, null, null, List.of("no-colon"));
    ground.values =
        new Values(
            List.of("no-equals"),
            Assignments.none(),
            new Assignments(List.of(), List.of(folder.resolve("missing.env"))),
            new Assignments(List.of("NOT_SET"), List.of()));

    assertThatThrownBy(ground::exec)
        .isInstanceOfSatisfying(BerthException.class, e -> assertThat(e.errors()).hasSize(4))
        .hasMessageContainingAll("no-colon", "no-equals", "missing.env", "NOT_SET");
  }

  @Test
  void aMatrixLegThatThereIsNotIsRefusedWithTheValuesThatThereAre() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a:",
        "    strategy: {matrix: {os: [linux, macos], v: [1, 2]}}",
        "    runs-on: x",
        "    steps: [{run: echo a}]");
    ground.selection = new Selection(null, null, null, null, List.of("os:linus", "arch:arm"));

    assertThatThrownBy(ground::exec)
        .isInstanceOfSatisfying(
            BerthException.class,
            e ->
                assertThat(e.errors())
                    .extracting(BerthError::remedy)
                    .containsExactly("use one of linux, macos", "use one of os, v"))
        .hasMessageContainingAll(
            "`--matrix os:linus`: no leg has the value `linus`",
            "`--matrix arch:arm`: no matrix has the key `arch`");
    assertThat(ground.events).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    ground.selection = new Selection(folder.resolve("nowhere.yml"), null, null, null, List.of());

    assertThatThrownBy(ground::exec)
        .isInstanceOf(BerthException.class)
        .hasMessageContaining("nowhere.yml");
  }

  @Test
  void aJobThatNeedsAServiceFailsAloneAndNamesTheLine() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a:",
        "    runs-on: x",
        "    services:",
        "      db: {image: postgres}",
        "    steps: [{run: echo never}]",
        "  b: {runs-on: x, steps: [{run: echo fine}]}");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(ground.jobs()).isEqualTo(Map.of("a", "failure", "b", "success"));
    var error = requireNonNull(requireNonNull(ground.completed("a")).error());
    assertThat(error.code()).isEqualTo(ErrorCode.LAYER_UNSUPPORTED);
    assertThat(requireNonNull(error.where()).line()).isEqualTo(6);
  }
}
