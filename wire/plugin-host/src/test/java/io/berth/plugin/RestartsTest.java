// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void eachDeathWaitsTwiceAsLongUntilTheFifthIsTheLast() {
    List<Long> pauses = new ArrayList<>();
    Restarts restarts = Restarts.NONE;
    for (int i = 0; i < 4; i++) {
      restarts = restarts.died(START.plusSeconds(i));
      assertThat(restarts.isOver()).isFalse();
      pauses.add(restarts.pause().toSeconds());
    }

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L);
    assertThat(restarts.died(START.plusSeconds(9)).isOver()).isTrue();
  }

  @Test
  void aDeathIsForgottenAfterTenMinutes() {
    Restarts restarts = Restarts.NONE;
    for (int i = 0; i < 20; i++) {
      restarts = restarts.died(START.plus(Duration.ofMinutes(5L * i)));
    }

    assertThat(restarts.isOver()).isFalse();
    assertThat(restarts.pause()).isEqualTo(Duration.ofSeconds(2));
  }
}
