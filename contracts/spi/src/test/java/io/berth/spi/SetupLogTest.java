// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetupLogTest {

  @Test
  void whatIsToldReachesWhoeverListens() {
    List<String> lines = new ArrayList<>();

    String made =
        SetupLog.to(
            lines::add,
            () -> {
              SetupLog.tell("pulling");
              return "made";
            });
    SetupLog.tell("heard by nobody");

    assertThat(made).isEqualTo("made");
    assertThat(lines).containsExactly("pulling");
  }

  @Test
  void anotherThreadCanBeGivenTheReader() throws Exception {
    List<String> lines = new ArrayList<>();

    SetupLog.to(
        lines::add,
        () -> {
          var reader = SetupLog.current();
          Thread.ofVirtual().start(() -> reader.accept("from aside")).join();
          return true;
        });

    assertThat(lines).containsExactly("from aside");
  }
}
