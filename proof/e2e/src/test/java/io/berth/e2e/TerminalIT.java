// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.os.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What people see and type at a terminal. `-Dgolden.update` writes the conversations anew.
@Timeout(180)
class TerminalIT {

  private static final Path GOLDEN =
      Path.of(System.getProperty("berth.root"), "proof/e2e/src/test/golden");
  private static final String CONTROL_C = "\u0003";

  @TempDir Path folder;
  @TempDir Path home;
  private Repository repository;

  @BeforeEach
  void needsTerminals() {
    assumeTrue(PseudoTerminal.isSupported(), "SKIPPED: this system has no pseudo terminals");
    repository = new Repository(folder);
  }

  @Test
  void inputsThatAWorkflowTakesAreAskedForUntilTheyFit() throws Exception {
    repository.workflow(
        "release",
        """
        name: Release
        on:
          workflow_dispatch:
            inputs:
              version: {description: What to release, required: true}
              level: {type: choice, options: [patch, minor], default: patch}
              parts: {type: number, default: 2}
              draft: {type: boolean}
        jobs:
          job:
            runs-on: any
            steps:
              - run: echo "${{ inputs.version }} ${{ inputs.level }} ${{ inputs.parts }} ${{ inputs.draft }}"
        """);

    try (var talk = talk("exec", "workflow_dispatch", "--plain")) {
      talk.hears("What to release").types("\n");
      talk.hears("required").hears("What to release").types("1.2\n");
      talk.hears("number or name").types("2\n");
      talk.hears("parts").types("many\n");
      talk.hears("many").hears("parts (a number)").types("3\n");
      talk.hears("draft").types("yes\n");

      assertThat(talk.ends()).isZero();
      check("form.txt", talk);
    }
  }

  @Test
  void aSecretIsTypedUnseen() throws Exception {
    repository.workflow(
        "ci",
        """
        on: push
        jobs:
          job:
            runs-on: any
            steps:
              - run: echo "${#WORD} characters, $WORD"
                env: {WORD: "${{ secrets.WORD }}"}
        """);

    try (var talk = talk("exec", "--plain", "--secret", "WORD")) {
      talk.hears("WORD").types("open sesame\n");

      assertThat(talk.ends()).isZero();
      assertThat(talk.text(folder)).doesNotContain("sesame").contains("11 characters, ***");
      check("secret.txt", talk);
    }
  }

  @Test
  void whereAJobFailedAShellWithItsVariablesOpens() throws Exception {
    repository.workflow(
        "ci",
        """
        on: push
        jobs:
          job:
            runs-on: any
            steps:
              - run: echo "left behind" > note; exit 3
                env: {WORD: of the step}
        """);

    try (var talk = talk("exec", "--plain", "--shell-on-failure")) {
      talk.hears("This is a shell where it ran").hears("removed then").hears("job:");
      talk.types("echo \"[$WORD] $(cat note) $((6 * 7))\"\n").hears("[of the step] left behind 42");
      talk.types("exit\n");

      assertThat(talk.ends()).isEqualTo(1);
      assertThat(talk.text(folder))
          .contains("failed in `", "leave  exit, or Ctrl-D: the environment is removed then");
    }
    try (var left = Files.list(home.resolve(".cache/berth/work"))) {
      assertThat(left).extracting(Path::getFileName).containsOnly(Path.of("_tools"));
    }
  }

  @Test
  void aChangeEndsTheRunThatGoesOnAndBeginsTheNextAndSoDoesOneBetweenRuns() throws Exception {
    var begun = home.resolve("begun");
    repository.workflow(
        "ci",
        """
        on: push
        jobs:
          job:
            runs-on: any
            steps:
              - run: |
                  echo "the file says $(cat file)"
                  : > %s
                  if [ "$(cat file)" = one ]; then exec sleep 300; fi
              - if: cancelled()
                run: echo "and was cancelled"
        """
            .formatted(begun));
    repository.file("file", "one\n");

    try (var talk = talk("exec", "--plain", "--watch")) {
      talk.hears("the file says one");
      Until.exists(begun);
      repository.file("file", "two\n");
      talk.hears("and was cancelled").hears("file").hears("the file says two");
      talk.hears("watching ");
      repository.file("file", "three\n");
      talk.hears("the file says three").hears("watching ").types(CONTROL_C);

      assertThat(talk.ends()).isEqualTo(130);
    }
  }

  @Test
  void controlCEndsStepsInTheBackgroundWithAllThatTheyStarted() throws Exception {
    var pids = home.resolve("pids");
    repository.workflow(
        "ci",
        """
        on: push
        jobs:
          job:
            runs-on: any
            steps:
              - id: server
                background: true
                run: |
                  sleep 300 & echo $! >> %1$s
                  trap "echo asked 'to end'; exit 0" INT
                  echo $$ >> %1$s
                  : > %1$s.ready
                  wait
              - run: |
                  while [ ! -e %1$s.ready ]; do sleep 0.02; done
                  echo $$ >> %1$s
                  echo 'all' run
                  exec sleep 300
              - if: always()
                run: echo after'wards'
        """
            .formatted(pids));

    try (var talk = talk("exec", "--plain")) {
      talk.hears("all run").types(CONTROL_C);

      assertThat(talk.ends()).isEqualTo(130);
      assertThat(talk.text(folder)).contains("afterwards", "asked to end");
    }
    for (var pid : Files.readAllLines(pids)) {
      assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  private Conversation talk(String... arguments) throws IOException {
    return Conversation.start(folder, home, arguments);
  }

  private void check(String name, Conversation talk) throws IOException {
    var file = GOLDEN.resolve(name);
    var text = talk.text(folder);
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(text)
        .as("%s (rewrite it with -Dgolden.update)", file)
        .isEqualTo(Files.readString(file));
  }
}
