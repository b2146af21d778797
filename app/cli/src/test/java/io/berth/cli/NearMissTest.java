// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMissTest {

  @Test
  void swappedLettersCountAsOneMistake() {
    assertThat(NearMiss.distance("biuld", "build")).isEqualTo(1);
  }

  @Test
  void theBestNamesComeFirst() {
    assertThat(NearMiss.of("--evnt", List.of("--env", "--event", "--eventpath", "--keep")))
        .startsWith("--event")
        .doesNotContain("--keep");
  }

  @Test
  void whatDoesNotLookAlikeIsNotSuggested() {
    assertThat(NearMiss.of("xyz", List.of("exec", "check", "plan"))).isEmpty();
  }
}
