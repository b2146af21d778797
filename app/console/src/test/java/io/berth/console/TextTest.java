// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void wideAndCombiningCharactersTakeTheColumnsOfATerminal() {
    assertThat(Width.of("日本")).isEqualTo(4);
    assertThat(Width.of("e\u0301")).isEqualTo(1);
    assertThat(Width.of("🚀")).isEqualTo(2);
    assertThat(Width.of("\u001b[1;31mred\u001b[0m")).isEqualTo(3);
  }

  @Test
  void aCutNeverPassesItsWidth() {
    String text = "a日b本\u001b[31mc語d🚀e\u0301f";
    for (int columns = 1; columns <= 14; columns++) {
      assertThat(Width.of(Width.cut(text, columns, "…"))).isLessThanOrEqualTo(columns);
    }
  }

  @Test
  void wrappedRowsHoldTheWholeTextAndFit() {
    String text = "the quick brown fox 日本語日本語日本語 jumps over averyverylongwordwithoutspaces";
    for (int columns = 2; columns < 40; columns++) {
      var rows = Width.wrap(text, columns);
      int most = columns;
      assertThat(rows).allMatch(row -> Width.of(row) <= most);
      assertThat(String.join("", rows).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    }
  }

  @Test
  void tabsReachTheNextStopAndCarriageReturnsOverwrite() {
    assertThat(Ansi.clean("ab\tc", true)).isEqualTo("ab      c");
    assertThat(Ansi.clean("10%\r20%\r30%\r", true)).isEqualTo("30%");
  }

  @Test
  void onlyColoursSurviveCleaning() {
    assertThat(Ansi.clean("\u001b[1mx\u001b[2Ky", true)).isEqualTo("\u001b[1mxy\u001b[0m");
    assertThat(Ansi.clean("\u001b[1mx\u001b[2Ky", false)).isEqualTo("xy");
  }

  @Test
  void durationsAreShownAsPeopleSayThem() {
    assertThat(Elapsed.exact(Duration.ofMillis(49))).isEqualTo("0.0s");
    assertThat(Elapsed.exact(Duration.ofMillis(8_449))).isEqualTo("8.4s");
    assertThat(Elapsed.exact(Duration.ofMillis(59_960))).isEqualTo("59s");
    assertThat(Elapsed.exact(Duration.ofSeconds(65))).isEqualTo("1m 05s");
    assertThat(Elapsed.whole(Duration.ofMinutes(130))).isEqualTo("2h 10m");
  }
}
