// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalSizeTest {

  @Test
  void whatIsNoTerminalHasNoSize() {
    int closed = 1_000_000;

    assertThat(TerminalSize.of(closed)).isEmpty();
  }
}
