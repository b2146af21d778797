// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LadderTest {

  @TempDir private Path folder;

  @Test
  void aStepThatRunsTooLongIsEndedWithAllThatItStarted() throws Exception {
    Ground ground = ground("timeout-minutes: 0.005", "");

    assertThat(ground.exec()).isEqualTo(ExitStatus.FAILURE);

    assertThat(ground.log())
        .contains("The action 'slow' has timed out after 0.005 minutes.")
        .contains("left: 0\n");
  }

  @Test
  void aJobThatRunsTooLongRunsWhatRunsAlways() throws Exception {
    Ground ground = ground("", "timeout-minutes: 0.02");

    assertThat(ground.exec()).isEqualTo(ExitStatus.FAILURE);

    assertThat(ground.jobs()).isEqualTo(Map.of("a", "failure"));
    assertThat(ground.log()).contains("left: 0\n");
  }

  private Ground ground(String step, String job) throws IOException {
    return new Ground(folder)
        .workflow(
            "on: push",
            "jobs:",
            "  a:",
            "    runs-on: x",
            job.isEmpty() ? "    name: a" : "    " + job,
            "    steps:",
            "    - name: slow",
            step.isEmpty() ? "      id: slow" : "      " + step,
            "      run: |",
            "        trap 'exit 9' INT",
            "        sleep 4711 >/dev/null 2>&1 & wait",
            "    - if: always()",
            "      run: |",
            "        echo left: $(pgrep -fc '^sleep 4711' || true)");
  }
}
