// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.engine.Event;
import io.berth.engine.EventSamples;
import io.berth.engine.EventWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskedEventsTest {

  /// What a run is made of by its files and its keys: no place for a secret.
  private static final List<String> NO_TEXTS =
      List.of(
          "id",
          "workflowFile",
          "workflowName",
          "event",
          "ref",
          "kind",
          "file",
          "condition",
          "workspace",
          "temp",
          "toolCache",
          "actions",
          "os",
          "arch");

  static List<Class<?>> kinds() {
    return EventSamples.kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noTextOfAnEventHoldsASecret(Class<?> kind) {
    var masker = new Masker(List.of("text of"));
    for (boolean full : List.of(true, false)) {
      Event masked = new MaskedEvents(masker).of(EventSamples.of(kind, full));
      var row = new StringBuilder();
      new EventWriter().write(1, Instant.EPOCH, masked, row);

      String rest = row.toString();
      for (String name : NO_TEXTS) {
        rest = rest.replace("text of " + name + " ", "");
      }
      assertThat(rest).doesNotContain("text of");
    }
  }
}
