// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TranscriptTest {

  private static final String FIRST =
      """
      {"sequence":1,"time":"2026-01-01T00:00:00Z","type":"run.started","run":"20260101-1-1"}
      {"sequence":2,"time":"2026-01-01T00:00:00Z","type":"step.output","job":"a","step":2,"value":"x"}
      {"time":"2026-01-01T00:00:00Z","type":"log","job":"a","step":2,"text":"in /work/20260101-1-1.a"}
      {"time":"2026-01-01T00:00:01Z","type":"log","job":"b","step":2,"text":"/tmp/case1/file"}
      """;

  @Test
  void runsThatDifferInTimesIdsPlacesAndTurnsToldTheSame() {
    var second =
        """
        {"sequence":1,"time":"2026-02-02T00:00:00Z","type":"run.started","run":"20260202-2-2"}
        {"time":"2026-02-02T00:00:00Z","type":"log","job":"b","step":2,"text":"/tmp/case2/file"}
        {"time":"2026-02-02T00:00:00Z","type":"log","job":"a","step":2,"text":"in /work/20260202-2-2.a"}
        {"sequence":2,"time":"2026-02-02T00:00:09Z","type":"step.output","job":"a","step":2,"value":"x"}
        """;

    assertThat(first().differences(new Transcript(Path.of("/tmp/case2"), second))).isEmpty();
  }

  @Test
  void whatOneToldAndTheOtherDidNotIsShownWithItsPlace() {
    var second =
        FIRST.replace("in /work", "not in /work").replace("\"value\":\"x\"", "\"value\":1");

    assertThat(first().differences(new Transcript(Path.of("/tmp/case1"), second)))
        .containsExactly(
            """
            job a step 2: row 1
                - {"job":"a","step":2,"type":"step.output","value":"x"}
                + {"job":"a","step":2,"type":"step.output","value":1}""",
            """
            job a step 2 log: row 1
                - {"job":"a","step":2,"text":"in /work/<run>.a","type":"log"}
                + {"job":"a","step":2,"text":"not in /work/<run>.a","type":"log"}""");
  }

  private static Transcript first() {
    return new Transcript(Path.of("/tmp/case1"), FIRST);
  }
}
