// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Backends;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockedActionsTest {

  @TempDir private Path folder;
  private Ground ground;
  private Path tools;

  @BeforeEach
  void makeGround() throws Exception {
    ground = new Ground(folder);
    tools = Files.createDirectories(folder.resolve("forge/acme/tools"));
    git("init", "-q", "-b", "v1");
    action("one");
    ground.actions = ground.actions.withUrl("file://" + folder.resolve("forge"));
    ground.workflow(
        "on: push",
        "jobs:",
        "  call: {uses: acme/tools/flow.yml@v1}",
        "  a: {runs-on: x, steps: [{uses: actions/checkout@v4}, {uses: ./local}]}");
    ground.file(
        "local/action.yml", "runs: {using: composite, steps: [{uses: acme/tools/greet@v1}]}\n");
  }

  @Test
  void whatIsUsedDirectlyOrNotIsLockedAndRunsAtThatCommit() throws Exception {
    LockedActions.Written written = lock();
    action("two");

    ground.exec();

    assertThat(written.changes()).singleElement().asString().startsWith("+ acme/tools@v1 ");
    assertThat(ground.root.resolve("berth.lock")).content().contains("acme/tools@v1 ");
    assertThat(ground.log()).contains("flow one\n").doesNotContain("flow two\n");
  }

  @Test
  void writingItAgainMovesToTheCommitsOfNow() throws Exception {
    lock();
    action("two");

    LockedActions.Written written = lock();
    ground.exec();

    assertThat(written.changes()).singleElement().asString().contains(" -> ");
    assertThat(ground.log()).contains("flow two\n");
    assertThat(lock().changes()).isEmpty();
  }

  @Test
  void aDryRunNamesTheCommits() throws Exception {
    ground.workflow("on: push", "jobs: {a: {runs-on: x, steps: [{uses: acme/tools/greet@v1}]}}");
    ground.dryRun = true;

    ground.exec();

    assertThat(ground.notices())
        .anyMatch(notice -> notice.startsWith("`acme/tools/greet@v1` is the commit "));
  }

  @Test
  void aDryRunGoesOnWhenNothingAnswers() throws Exception {
    ground.workflow("on: push", "jobs: {a: {runs-on: x, steps: [{uses: acme/tools@v1}]}}");
    ground.actions = ground.actions.withUrl("http://127.0.0.1:1");
    ground.dryRun = true;

    ground.exec();

    assertThat(ground.notices())
        .anyMatch(notice -> notice.startsWith("the actions of `a` are not known: "));
    assertThat(ground.jobs()).containsEntry("a", "success");
  }

  private LockedActions.Written lock() throws InterruptedException {
    var env =
        Map.of(
            "PATH",
            System.getenv("PATH"),
            "HOME",
            "/tmp",
            "XDG_CACHE_HOME",
            folder.resolve("cache").toString());
    return LockedActions.write(
        ground.actions,
        ground.root,
        null,
        new Surroundings(env, ground.state, new Backends(Map.of()), InstantSource.system()));
  }

  private void action(String word) throws Exception {
    Files.writeString(
        Files.createDirectories(tools.resolve("greet")).resolve("action.yml"),
        "runs: {using: composite, steps: [{run: echo greet " + word + ", shell: sh}]}\n");
    Files.writeString(
        tools.resolve("flow.yml"),
        "on: workflow_call\njobs: {f: {runs-on: x, steps: [{run: echo flow " + word + "}]}}\n");
    git("add", "-A");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", word);
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(tools.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
