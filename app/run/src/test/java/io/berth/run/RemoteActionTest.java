// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RemoteActionTest {

  private static final String ACTION =
      """
      inputs: {who: {}}
      runs:
        using: composite
        steps:
        - uses: actions/checkout@v4
        - run: $GITHUB_ACTION_PATH/greet.sh "${{ inputs.who }}"
          shell: sh
      """;

  @TempDir private Path folder;
  private Ground ground;

  @BeforeEach
  void makeGround() throws IOException {
    ground = new Ground(folder);
    ground.workflow(
        "on: push",
        "jobs:",
        "  a: {runs-on: x, steps: [{uses: acme/tools/greet@v1, with: {who: World}}]}",
        "  b: {runs-on: x, steps: [{run: echo beside}]}");
  }

  @Test
  void aFolderStandsInForAnAction() throws Exception {
    Path tools = tools("stand-in");
    ground.actions =
        ground.actions.withStandIns(List.of("acme/tools@v1=" + tools)).withoutNetwork();

    ExitStatus status = ground.exec();

    assertThat(ground.log()).contains("Hello World, says the script\n");
    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
  }

  @Test
  void anActionThatAStepMadeAsksForAnotherWhenItIsEntered() throws Exception {
    Path tools = tools("stand-in");
    ground.actions =
        ground.actions.withStandIns(List.of("acme/tools@v1=" + tools)).withoutNetwork();
    ground.workflow(
        "on: push",
        "jobs:",
        "  a:",
        "    runs-on: x",
        "    steps:",
        "    - run: |",
        "        mkdir made",
        "        echo 'runs: {using: composite, steps: [{uses: acme/tools/greet@v1},"
            + " {uses: acme/tools/greet@v1}, {uses: acme/gone@v1}]}' > made/action.yml",
        "    - {uses: ./made, continue-on-error: true}",
        "    - {run: echo on it goes}");

    ExitStatus status = ground.exec();

    assertThat(ground.log().split("Hello , says the script\n", -1)).hasSize(3);
    assertThat(ground.log())
        .contains("##[error]made/action.yml:1:99: `acme/gone@v1`", "on it goes\n");
    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
  }

  @Test
  void anActionIsFetchedFromAForgeAndServesOfflineAfterwards() throws Exception {
    Path forge = folder.resolve("forge");
    Path tools = tools("forge/acme/tools");
    git(tools, "init", "-q", "-b", "main");
    git(tools, "add", "-A");
    git(tools, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "one");
    git(tools, "tag", "v1");
    String url = "file://" + forge;
    ground.actions = ground.actions.withUrl(url);

    ExitStatus online = ground.exec();
    ground.actions = ground.actions.withoutNetwork();
    ExitStatus offline = ground.exec();

    assertThat(List.of(online, offline)).containsOnly(ExitStatus.SUCCESS);
    assertThat(ground.log().split("Hello World, says the script\n", -1)).hasSize(3);
  }

  @Test
  void anActionThatIsNotThereFailsItsJobAloneAndNamesTheLine() throws Exception {
    String nowhere = "file://" + folder.resolve("nowhere");
    ground.actions = ground.actions.withUrl(nowhere).withoutNetwork();

    ground.exec();

    assertThat(ground.jobs()).containsEntry("a", "failure").containsEntry("b", "success");
    var error = requireNonNull(requireNonNull(ground.completed("a")).error());
    assertThat(error.code()).isEqualTo(ErrorCode.ACTION_NOT_FOUND);
    assertThat(requireNonNull(error.where()).line()).isEqualTo(3);
  }

  @Test
  void theLockFileOfTheRepositoryFixesCommits() throws Exception {
    ground.file("berth.lock", "acme/other@v1 " + "0".repeat(40) + " sha256:" + "0".repeat(64));
    ground.actions = ground.actions.withUrl("file://" + folder.resolve("nowhere"));

    ground.exec();

    var error = requireNonNull(requireNonNull(ground.completed("a")).error());
    assertThat(error.code()).isEqualTo(ErrorCode.ACTION_CHANGED);
    assertThat(error.problem()).contains("does not list `acme/tools/greet@v1`");
  }

  @Test
  void aMirrorIsAskedInPlaceOfTheForge() throws Exception {
    Path tools = tools("mirror/acme/tools");
    git(tools, "init", "-q", "-b", "v1");
    git(tools, "add", "-A");
    git(tools, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "one");
    ground.actions =
        new ExecRequest.Actions(
            null,
            List.of("https://github.com=file://" + folder.resolve("mirror")),
            List.of(),
            false,
            null,
            1,
            false);

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
  }

  private Path tools(String name) throws IOException {
    Path tools = folder.resolve(name);
    Path greet = Files.createDirectories(tools.resolve("greet"));
    Files.writeString(greet.resolve("action.yml"), ACTION);
    Path script = greet.resolve("greet.sh");
    Files.writeString(script, "#!/bin/sh\necho Hello $1, says the script\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return tools;
  }

  private static void git(Path directory, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    int status =
        new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start().waitFor();
    assertThat(status).isZero();
  }
}
