// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.berth.backend.docker.engine.Call;
import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.EngineAddress;
import io.berth.backend.docker.engine.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Workflows in containers of a real engine, by the program as it is shipped.
@Timeout(180)
class DockerExecIT {

  private static final String IMAGE = "docker://berth-test/busybox";

  @TempDir Path temp;
  private Repository repository = new Repository(Path.of("none"));
  private Program berth = new Program(Path.of("none"));
  private String engine = "";

  @BeforeEach
  void anEngineIsThere() throws IOException {
    String address = System.getenv("BERTH_TEST_DOCKER");
    assumeThat(address)
        .as("no engine to test with: run the tests by ./test or dev/private-engine, as root")
        .isNotNull();
    engine = Objects.requireNonNull(address);
    repository = new Repository(Files.createDirectory(temp.resolve("repo")));
    berth =
        new Program(Files.createDirectory(temp.resolve("home"))).with("DOCKER_HOST", address);
  }

  @Test
  void aWorkflowRunsInTheContainerOfTheImageAndLeavesNothing() throws Exception {
    repository
        .file("data.txt", "from the repository")
        .workflow(
            "build",
            """
            on: push
            env:
              WHERE: here
            jobs:
              make:
                runs-on: ubuntu-latest
                outputs:
                  value: ${{ steps.s.outputs.value }}
                steps:
                  - run: |
                      ls /.dockerenv
                      cat data.txt; echo
                      echo "$WHERE in $GITHUB_WORKSPACE with $HOME"
                  - id: s
                    run: |
                      echo value=out >> "$GITHUB_OUTPUT"
                      echo MORE=more >> "$GITHUB_ENV"
                  - run: test "$MORE" = more && umask
              check:
                needs: make
                runs-on: ubuntu-latest
                steps:
                  - run: test "${{ needs.make.outputs.value }}" = out
            """);

    var ended = berth.run(repository.folder(), "exec", "--plain", "--backend", IMAGE);

    assertThat(ended.out() + ended.err())
        .contains("/.dockerenv")
        .contains("from the repository")
        .contains("here in /__w/repo/repo with /github/home")
        .contains("0022");
    assertThat(ended.exit()).isZero();
    assertThat(containers()).isZero();
  }

  @Test
  void aStepThatFailsFailsTheJobAndACancelledRunLeavesNoContainer() throws Exception {
    repository
        .workflow("fails", "on: push\\njobs: {a: {runs-on: x, steps: [{run: exit 7}]}}\\n")
        .workflow(
            "waits", "on: issues\\njobs: {a: {runs-on: x, steps: [{run: echo begun; sleep 90}]}}\\n");
    var failed = berth.run(repository.folder(), "exec", "push", "--plain", "--backend", IMAGE);

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.out() + failed.err()).contains("7");

    Process process =
        berth.start(repository.folder(), "exec", "issues", "--plain", "--backend", IMAGE);
    Until.holds(Duration.ofSeconds(60), () -> berth.text("out").contains("begun"));
    new ProcessBuilder("kill", "-s", "INT", Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(containers()).isZero();
  }

  @Test
  void anEngineThatIsNotThereAndAnImageThatIsNotAreSaid() throws Exception {
    repository.workflow("w", "on: push\\njobs: {a: {runs-on: x, steps: [{run: 'true'}]}}\\n");

    var noImage =
        berth.run(
            repository.folder(), "exec", "--plain", "--backend", "docker://127.0.0.1:9/no/image");
    var noEngine =
        new Program(Files.createDirectory(temp.resolve("other")))
            .with("DOCKER_HOST", "unix:///nowhere/engine.sock")
            .run(repository.folder(), "exec", "--plain", "--backend", IMAGE);

    assertThat(noImage.out() + noImage.err())
        .contains("image `127.0.0.1:9/no/image` cannot be pulled");
    assertThat(noImage.exit()).isEqualTo(3);
    assertThat(noEngine.err())
        .contains("the engine at `unix:///nowhere/engine.sock` does not answer");
    assertThat(noEngine.exit()).isEqualTo(3);
  }

  private int containers() throws IOException {
    try (var endpoint = DockerEndpoint.at(EngineAddress.parse(engine, null))) {
      String all =
          DockerEndpoint.query(
              "/containers/json",
              Map.of("all", "1", "filters", "{\\"label\\":[\\"berth.runner=exec\\"]}"));
      return Members.items(endpoint.json(Call.of("GET", all))).size();
    }
  }
}
