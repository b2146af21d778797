// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckoutTest {

  @TempDir private Path folder;
  private Ground ground;

  @BeforeEach
  void makeGround() throws Exception {
    ground = new Ground(folder);
    git(ground.root, "init", "-q", "-b", "main");
    git(
        ground.root,
        "remote",
        "add",
        "origin",
        "https://user:secret@code.example.org/acme/app.git");
    ground.file("a.txt", "one\n").file("old.txt", "old\n");
    commit(ground.root, "one");
    git(ground.root, "tag", "-a", "-m", "first", "v1");
    Files.delete(ground.root.resolve("old.txt"));
    ground.file("a.txt", "two\n");
    commit(ground.root, "two");
    git(ground.root, "branch", "other", "HEAD~1");
  }

  @Test
  void withoutARefTheFilesAreAsTheyAreAndGitKnowsWhatChanged() throws Exception {
    ground.file("a.txt", "changed\n").file("new.txt", "new\n");
    String log =
        steps(
            "{id: c, uses: actions/checkout@v4}",
            "{run: 'cat a.txt new.txt'}",
            "{run: 'git status --short --branch'}",
            "{run: 'git log --oneline | wc -l'}",
            "{run: '[ $(git rev-parse HEAD) = ${{ github.sha }} ]'}",
            "{run: '[ ${{ steps.c.outputs.commit }} = ${{ github.sha }} ]'}",
            "{run: 'echo ref ${{ steps.c.outputs.ref }}; git remote get-url origin'}",
            "{run: 'grep -r secret .git || echo no password'}");

    assertThat(log)
        .contains("changed\nnew\n")
        .contains("## main...origin/main\n M a.txt\n?? .github/\n?? new.txt\n")
        .containsPattern("(?m)^ *1$")
        .contains("ref refs/heads/main\nhttps://code.example.org/acme/app.git\n")
        .contains("no password\n");
  }

  @Test
  void thePayloadIsThereThoughNoStepBeforeHadAProcess() throws Exception {
    String log = steps("{uses: actions/checkout@v4}", "{run: 'cat $GITHUB_EVENT_PATH'}");

    assertThat(log).contains("\"repository\"");
  }

  @Test
  void allHistoryIsThereWhenItIsAskedFor() throws Exception {
    String log =
        steps(
            "{uses: actions/checkout@v4, with: {fetch-depth: 0}}",
            "{run: 'git log --format=%s; git describe --tags; git branch -r'}");

    assertThat(log).contains("two\none\nv1-1-g").contains("origin/main\n  origin/other\n");
  }

  @Test
  void aRefGivesThatCommitAndNothingElse() throws Exception {
    ground.file("a.txt", "changed\n").file("new.txt", "new\n");
    String log =
        steps(
            "{uses: actions/checkout@v4, with: {ref: other}}",
            "{run: 'ls; cat a.txt; git status --short --branch; git diff-index --quiet HEAD'}",
            "{uses: actions/checkout@v4, with: {ref: v1, path: tagged}}",
            "{run: 'git -C tagged describe; git -C tagged symbolic-ref HEAD || echo detached'}",
            "{uses: actions/checkout@v4}",
            "{run: 'cat a.txt new.txt'}");

    assertThat(log)
        .contains("a.txt\nold.txt\none\n## other...origin/other\n")
        .contains("v1\n")
        .contains("detached\n")
        .contains("changed\nnew\n");
  }

  @Test
  void aRefThatIsNotThereFailsItsStepAndSaysWhatToLookAt() throws Exception {
    ground.workflow(
        "on: push",
        "jobs: {a: {runs-on: x, steps: [{uses: actions/checkout@v4, with: {ref: gone}}]}}");

    ground.exec();

    assertThat(ground.jobs()).containsEntry("a", "failure");
    assertThat(ground.log()).contains("has no branch, tag or commit `gone`");
  }

  @Test
  void anotherRepositoryIsFetchedByGitAndServesOfflineAfterwards() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("forge/acme/tools"));
    git(tools, "init", "-q", "-b", "trunk");
    Files.writeString(tools.resolve("tool.txt"), "a tool\n");
    commit(tools, "one");
    commit(tools, "two");
    ground.actions = ground.actions.withUrl("file://" + folder.resolve("forge"));
    String[] steps = {
      "{uses: actions/checkout@v4, with: {repository: acme/tools, path: tools}}",
      "{run: 'cat tools/tool.txt; git -C tools log --format=%s; ls'}",
      "{uses: actions/checkout@v4, with: {repository: acme/tools, path: all, fetch-depth: 0}}",
      "{run: 'git -C all log --format=all-%s; git -C all status --short --branch'}"
    };

    String online = steps(steps);
    ground.actions = ground.actions.withoutNetwork();
    String offline = steps(steps);

    assertThat(online)
        .contains("a tool\ntwo\na.txt\ntools\n")
        .contains("all-two\nall-one\n## trunk...origin/trunk\n");
    assertThat(offline).contains("a tool\ntwo\n").contains("all-two\nall-one\n");
  }

  @Test
  void aSparseCheckoutLeavesTheRestOut() throws Exception {
    ground.file("src/x.txt", "x\n").file("doc/y.txt", "y\n");
    commit(ground.root, "three");
    String log =
        steps(
            "{uses: actions/checkout@v4, with: {sparse-checkout: src, path: s}}",
            "{run: 'cd s; ls; git status --short'}",
            "{uses: actions/checkout@v4, with: {sparse-checkout: doc, ref: main, path: d}}",
            "{run: 'cd d; ls; git status --short; echo end'}");

    assertThat(log).contains("a.txt\nsrc\n?? .github/\n").contains("a.txt\ndoc\nend\n");
  }

  @Test
  void submodulesOfAnotherCommitAreRefusedByName() throws Exception {
    ground.file(".gitmodules", "[submodule \"m\"]\n\tpath = m\n\turl = ../m\n");
    commit(ground.root, "three");
    ground.workflow(
        "on: push",
        "jobs: {a: {runs-on: x, steps: [{uses: actions/checkout@v4,",
        "  with: {ref: main, submodules: recursive}}]}}");

    ground.exec();

    assertThat(ground.log()).contains("the input `submodules` of `actions/checkout` is not served");
  }

  private String steps(String... steps) throws Exception {
    List<String> lines = new ArrayList<>(List.of("on: push", "jobs:", "  a:", "    runs-on: x"));
    lines.add("    steps:");
    for (String step : steps) {
      lines.add("    - " + step);
    }
    ground.workflow(lines.toArray(String[]::new));
    int before = ground.log().length();
    ground.exec();
    String log = ground.log().substring(before);
    assertThat(requireNonNull(ground.completed("a")).result().word()).as(log).isEqualTo("success");
    return log;
  }

  private static void commit(Path directory, String message) throws Exception {
    git(directory, "add", "-A", ":!.github");
    git(
        directory,
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        message);
  }

  private static void git(Path directory, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
