// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `berth exec` from end to end on the host.
class ExecIT {

  @TempDir Path temp;
  private Repository repository;
  private Program berth;

  @BeforeEach
  void folders() throws IOException {
    repository = new Repository(Files.createDirectory(temp.resolve("repository")));
    berth = new Program(temp.resolve("home"));
  }

  @Test
  void theFirstExampleSucceeds() throws Exception {
    var example = Path.of(System.getProperty("berth.root"), "examples/workflows/first");

    var ended = berth.run(example, "exec", "--plain");

    assertThat(ended.err()).doesNotContain("error");
    assertThat(ended.out()).contains("Ahoy, Grace!").contains("All lines are clear.");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void threeJobsPassOutputsThroughAMatrix() throws Exception {
    repository.workflow(
        "build",
        """
        on: push
        jobs:
          make:
            runs-on: ubuntu-latest
            outputs:
              list: ${{ steps.s.outputs.list }}
            steps:
              - id: s
                run: echo 'list=["a","b"]' >> "$GITHUB_OUTPUT"
          use:
            needs: make
            runs-on: ubuntu-latest
            outputs:
              last: ${{ steps.s.outputs.last }}
            strategy:
              matrix:
                item: ${{ fromJSON(needs.make.outputs.list) }}
                more: [1, 2]
            steps:
              - id: s
                run: |
                  echo "leg ${{ matrix.item }}${{ matrix.more }} of ${{ strategy.job-total }}"
                  echo last=seen >> "$GITHUB_OUTPUT"
          check:
            needs: use
            runs-on: ubuntu-latest
            steps:
              - run: test "${{ needs.use.outputs.last }}" = seen
        """);

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .contains("leg a1 of 4")
        .contains("leg a2 of 4")
        .contains("leg b1 of 4")
        .contains("leg b2 of 4");
  }

  @Test
  void namesOfFilesAreReadAsUtf8WhateverTheLocaleSays() throws Exception {
    repository.workflow(
        "names",
        """
        on: push
        jobs:
          names:
            runs-on: ubuntu-latest
            steps:
              - run: cat 'grüße €.txt' && echo "LC_ALL is $LC_ALL"
        """);
    Files.writeString(repository.folder().resolve("grüße €.txt"), "read\n");

    var ended = berth.with("LC_ALL", "C").run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("\nread\n", "LC_ALL is C\n");
  }

  @Test
  void aFileWhoseNameIsNotUtf8IsLeftOutWithANotice() throws Exception {
    repository.workflow(
        "names",
        """
        on: push
        jobs:
          names:
            runs-on: ubuntu-latest
            steps:
              - run: ls
        """);
    var made =
        new ProcessBuilder("sh", "-c", "echo x > \"$(printf 'latin\\351')\"")
            .directory(repository.folder().toFile())
            .start();
    assertThat(made.waitFor()).isZero();

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("notice: 1 file is left out").doesNotContain("latin");
  }

  @Test
  void aJobWithServicesIsRefusedBeforeItsFirstStepAndOthersRun() throws Exception {
    repository.workflow(
        "services",
        """
        on: push
        jobs:
          database:
            runs-on: ubuntu-latest
            services:
              db:
                image: postgres
            steps:
              - run: touch TOUCHED
          plain:
            runs-on: ubuntu-latest
            steps:
              - run: echo independent
        """
            .replace("TOUCHED", temp.resolve("touched").toString()));

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isEqualTo(3);
    assertThat(ended.out())
        .contains("service containers")
        .contains(".github/workflows/services.yml:6:7")
        .contains("\nindependent\n");
    assertThat(temp.resolve("touched")).doesNotExist();
  }

  @Test
  void aFailingStepLeavesTheStepsThatAskForFailure() throws Exception {
    repository.workflow(
        "fail",
        """
        on: push
        jobs:
          job:
            runs-on: ubuntu-latest
            steps:
              - run: exit 7
              - run: echo must-not-run
              - if: failure()
                run: echo cleaning up
        """);

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out())
        .contains("Process completed with exit code 7.")
        .contains("cleaning up")
        .doesNotContain("\nmust-not-run");
  }

  @Test
  void aTimedOutStepLeavesNoGrandchildAlive() throws Exception {
    var pids = temp.resolve("pids");
    repository.workflow(
        "stubborn",
        """
        on: push
        jobs:
          job:
            runs-on: ubuntu-latest
            steps:
              - timeout-minutes: 0.03
                run: |
                  trap '' TERM INT
                  (setsid sh -c 'trap "" TERM INT; echo $$ >> PIDS; while :; do sleep 1; done' &)
                  (setsid sh -c 'trap "" TERM INT; (setsid sh -c "trap \\"\\" TERM; echo \\$\\$ >> PIDS; while :; do sleep 1; done" &); sleep 600' &)
                  while :; do sleep 1; done
              - if: always()
                run: echo afterwards
        """
            .replace("PIDS", pids.toString()));

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).contains("has timed out after").contains("afterwards");
    var lines = Files.readAllLines(pids);
    assertThat(lines).hasSize(2);
    for (var pid : lines) {
      assertThat(ProcessHandle.of(Long.parseLong(pid.trim())).filter(ProcessHandle::isAlive))
          .as("process %s", pid)
          .isEmpty();
    }
  }

  @Test
  void anInterruptRunsTheStepsThatAskForItAndEndsWith130() throws Exception {
    repository.workflow(
        "slow",
        """
        on: push
        jobs:
          job:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  echo ready > STARTED
                  exec sleep 300
              - run: echo not-reached
              - if: cancelled()
                run: echo was cancelled
              - if: always()
                run: echo always here
        """
            .replace("STARTED", temp.resolve("started").toString()));
    var process = berth.start(repository.folder(), "exec", "--plain");
    Until.exists(temp.resolve("started"));

    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(berth.text("out"))
        .contains("was cancelled")
        .contains("always here")
        .doesNotContain("\nnot-reached");
  }

  @Test
  void aSecondInterruptKillsAtOnce() throws Exception {
    repository.workflow(
        "stubborn",
        """
        on: push
        jobs:
          job:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  trap '' INT TERM
                  echo $$ > STARTED
                  while :; do sleep 1; done
        """
            .replace("STARTED", temp.resolve("started").toString()));
    var process = berth.start(repository.folder(), "exec", "--plain");
    Until.exists(temp.resolve("started"));
    var script = Long.parseLong(Files.readString(temp.resolve("started")).trim());

    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    Until.holds(
        Duration.ofSeconds(5), () -> (berth.text("out") + berth.text("err")).contains("ancel"));
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(ProcessHandle.of(script).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aSecretIsMaskedInEveryDerivedForm() throws Exception {
    repository.workflow(
        "secret",
        """
        on: push
        jobs:
          job:
            runs-on: ubuntu-latest
            env:
              TOKEN: ${{ secrets.TOKEN }}
            steps:
              - run: |
                  echo "plain $TOKEN"
                  printf '%s' "$TOKEN" | base64 -w0; echo
                  printf 'x%s' "$TOKEN" | base64 -w0; echo
                  printf 'xx%s' "$TOKEN" | base64 -w0; echo
                  echo "$TOKEN" | sed 's/"/\\\\"/g'
                  printf '%s' "${TOKEN%%cret*}"; sleep 0.2; printf '%s\\n' "cret${TOKEN#*cret}"
        """);
    var secret = "s\"ecret value+1";

    var ended =
        berth
            .with("TOKEN", secret)
            .run(repository.folder(), "exec", "--plain", "--secret", "TOKEN");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .contains("plain ***")
        .doesNotContain(secret)
        .doesNotContain("s\\\"ecret value+1")
        .doesNotContain(
            Base64.getEncoder()
                .encodeToString(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    try (var files = Files.walk(temp.resolve("home"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain(secret);
      }
    }
  }

  @Test
  void theUsersFolderIsNeverWrittenTo() throws Exception {
    repository
        .file("kept.txt", "mine")
        .workflow(
            "write",
            """
            on: push
            jobs:
              job:
                runs-on: ubuntu-latest
                steps:
                  - run: |
                      test "$(cat kept.txt)" = mine
                      echo theirs > kept.txt
                      touch new.txt
            """);

    var ended = berth.run(repository.folder(), "exec", "--plain");

    assertThat(ended.exit()).isZero();
    assertThat(repository.folder().resolve("kept.txt")).hasContent("mine");
    assertThat(repository.folder().resolve("new.txt")).doesNotExist();
  }

  @Test
  void aFolderWithoutWorkflowsIsAUsageErrorThatSaysWhereItLooked() throws Exception {
    var ended = berth.run(repository.folder(), "exec");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains(".forgejo/workflows").contains(".github/workflows");
  }
}
