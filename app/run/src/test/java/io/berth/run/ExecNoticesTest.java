// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExecNoticesTest extends OnGround {

  @Test
  void aRepositoryThatGitCannotReadIsRunAndItIsSaid() throws Exception {
    ground.workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{run: echo a}]}");
    ground.file(".git", "gitdir: nowhere");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.notices())
        .first()
        .asString()
        .startsWith("there is no `git` that can read this repository");
  }

  @Test
  void labelsOfOtherSystemsAreServedWithOneNotice() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a: {runs-on: windows-latest, steps: [{run: echo a}]}",
        "  b: {runs-on: windows-latest, steps: [{run: echo b}]}");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.notices()).filteredOn(text -> text.contains("windows-latest")).hasSize(1);
  }

  @Test
  void filtersAreReportedAndNotApplied() throws Exception {
    ground.workflow(
        "on: {push: {branches: [release]}}", "jobs:", "  a: {runs-on: x, steps: [{run: echo a}]}");
    git("init", "-q", "-b", "main");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.notices())
        .anySatisfy(text -> assertThat(text).contains("a forge would not run this workflow"));
  }

  private void git(String... arguments) {
    new Git(ground.root).ask(arguments);
  }
}
