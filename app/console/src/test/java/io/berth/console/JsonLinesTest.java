// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

  @Test
  void everyLineIsAnObjectAndTheLastOneNamesEveryJob() {
    var out = new ByteArrayOutputStream();

    Stories.mixed(new Story(new JsonLines(out), () -> {}, new ManualClock()), () -> {});

    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines)
        .allSatisfy(line -> assertThat(Json.parse(line)).isInstanceOf(Value.ObjectValue.class));
    assertThat(lines).anyMatch(line -> line.contains("\"text\":\"fetched a jar\""));
    assertThat(lines.getLast())
        .contains(
            "\"type\":\"run.finished\"", "\"test_linux\":\"failure\"", "\"deploy\":\"skipped\"");
  }

  @Test
  void bytesThatAreNoTextDoNotBreakALine() {
    var out = new ByteArrayOutputStream();
    Story story = new Story(new JsonLines(out), () -> {}, new ManualClock()).begins();

    story.prints("a", 1, new byte[] {'a', 0, (byte) 0xFF, '"', '\\', 13, 'b', '\n'});

    String last = out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
    assertThat(Json.parse(last)).isInstanceOf(Value.ObjectValue.class);
    assertThat(last).contains("\\u0000").contains("\uFFFD");
  }
}
