// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostExecutionTest {

  @TempDir Path work;

  private Environment environment;

  @BeforeEach
  void create() {
    environment =
        new HostBackend(work, System.getenv())
            .create(
                EnvironmentRequest.of(
                    "job-1", new Owner("test", 0, Map.of()), JobPlan.commandsOnly("repo")));
  }

  @AfterEach
  void remove() {
    environment.remove();
  }

  @Test
  void bothStreamsArriveInTheOrderInWhichTheyWereWritten() throws Exception {
    Execution execution = sh("echo one; echo two >&2; echo three; exit 42");

    assertThat(text(execution)).isEqualTo("one\ntwo\nthree\n");
    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(42));
  }

  @Test
  void aProgramThatIsNotThereIsAnOutcome() throws Exception {
    Execution execution = start(List.of("no-such-program"));

    assertThat(execution.outcome())
        .isInstanceOfSatisfying(
            ExecOutcome.NotStarted.class, outcome -> assertThat(outcome.code()).isEqualTo(127));
  }

  private Execution sh(String script) {
    return start(List.of("sh", "-c", script));
  }

  private Execution start(List<String> command) {
    return environment.start(
        new ExecSpec(
            new ExecId("step-1"),
            command,
            environment.layout().env(),
            environment.layout().paths().workspace(),
            null));
  }

  private static String text(Execution execution) throws InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Chunk chunk = execution.read(0, 0);
        !chunk.isEnd();
        chunk = execution.read(chunk.end(), chunk.end())) {
      all.writeBytes(chunk.bytes());
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
