// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.engine.Event;
import io.berth.engine.Result;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.Placement;
import io.berth.run.ExecRequest.Selection;
import io.berth.run.ExecRequest.Values;
import io.berth.run.ExecRequest.WorkspaceContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExecTest {

  @TempDir private Path folder;
  private Ground ground;

  @BeforeEach
  void makeGround() throws IOException {
    ground = new Ground(folder);
  }

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

  @Test
  void nothingOfAJobIsLeftBehind() throws Exception {
    ground.workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{run: echo x > made}]}");

    ground.exec();

    assertThat(ground.root.resolve("made")).doesNotExist();
    try (Stream<Path> left = Files.walk(ground.work)) {
      assertThat(left.filter(path -> path.endsWith("made"))).isEmpty();
    }
  }

  @Test
  void keptWorkspacesStayAndAreNamed() throws Exception {
    ground.workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{run: echo x > made}]}");
    ground.placement = new Placement(null, 1, WorkspaceContent.COPY, true);

    ground.exec();

    String notice = ground.notices().getLast();
    assertThat(notice).startsWith("the workspace of a is kept: ");
    assertThat(Path.of(notice.substring(notice.indexOf(": ") + 2), "made")).exists();
  }

  @Test
  void stepsFindACopyOfTheFilesThatAreNotIgnored() throws Exception {
    ground
        .file("a.txt", "tracked")
        .file("sub/run.sh", "#!/bin/sh\necho it runs\n")
        .file("ignored.log", "no")
        .file(".gitignore", "*.log\n")
        .workflow(
            "on: push",
            "jobs:",
            "  a:",
            "    runs-on: x",
            "    steps:",
            "    - run: find . -name .git -prune -o -type f -print | sort; sub/run.sh",
            "    - run: test -L link && test $(cat link) = tracked");
    assertThat(ground.root.resolve("sub/run.sh").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(ground.root.resolve("link"), Path.of("a.txt"));
    git("init", "-q");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log())
        .contains("./a.txt\n", "./sub/run.sh\n", "./.github/workflows/ci.yml\n", "it runs")
        .doesNotContain("ignored.log");
  }

  @Test
  void anEmptyWorkspaceIsFilledByCheckout() throws Exception {
    ground
        .file("a.txt", "here")
        .workflow(
            "on: push",
            "jobs:",
            "  a:",
            "    runs-on: x",
            "    steps:",
            "    - run: test ! -e a.txt",
            "    - uses: actions/checkout@v4",
            "    - run: test -e a.txt");
    ground.placement = new Placement(null, 1, WorkspaceContent.EMPTY, false);

    assertThat(ground.exec()).isEqualTo(ExitStatus.SUCCESS);
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
  void aDryRunDecidesEverythingAndRunsNothing() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a: {runs-on: x, steps: [{run: echo never > made}]}",
        "  b: {runs-on: x, needs: a, steps: [{run: echo never}]}");
    ground.dryRun = true;

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.jobs()).containsOnlyKeys("a", "b");
    assertThat(ground.log()).isEmpty();
  }

  @Test
  void aDryRunDoesNotFailForWhatOtherJobsGive() throws Exception {
    ground.workflow(
        "on: push",
        "jobs:",
        "  a: {runs-on: x, outputs: {list: '${{ steps.a.outputs.list }}'}, steps: [{id: a, run: x}]}",
        "  b:",
        "    needs: a",
        "    strategy: {matrix: {v: '${{ fromJSON(needs.a.outputs.list) }}'}}",
        "    runs-on: x",
        "    steps: [{run: echo}]",
        "  c: {needs: [a, b], runs-on: '${{ needs.a.outputs.label }}', steps: [{run: echo}]}");
    ground.dryRun = true;

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.notices())
        .contains(
            "the legs of `b` are known when the run reaches it:"
                + " `${{ fromJSON(needs.a.outputs.list) }}`",
            "the labels of `c` are known when the run reaches it:"
                + " `${{ needs.a.outputs.label }}`");
  }

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
  void aFolderThatIsNotThereIsSaid() {
    ground.selection = new Selection(folder.resolve("nowhere.yml"), null, null, null, List.of());

    assertThatThrownBy(ground::exec)
        .isInstanceOf(BerthException.class)
        .hasMessageContaining("nowhere.yml");
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

  private void git(String... arguments) {
    new Git(ground.root).ask(arguments);
  }
}
