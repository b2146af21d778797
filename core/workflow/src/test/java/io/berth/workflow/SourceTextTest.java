// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.SourceSpan;
import org.junit.jupiter.api.Test;

class SourceTextTest {

  @Test
  void placesCountCodePointsWhateverTheOrderInWhichTheyAreAsked() {
    SourceText source = new SourceText("f", "ab\r\n😀c😀d\n");

    assertThat(source.span(9, 10)).isEqualTo(new SourceSpan("f", 2, 4, 1));
    assertThat(source.span(4, 6)).isEqualTo(new SourceSpan("f", 2, 1, 1));
    assertThat(source.span(6, 10)).isEqualTo(new SourceSpan("f", 2, 2, 3));
    assertThat(source.span(1, 2)).isEqualTo(new SourceSpan("f", 1, 2, 1));
  }

  @Test
  void aPlaceEndsWithItsLine() {
    SourceText source = new SourceText("f", "ab\r\ncd");

    assertThat(source.span(1, 6)).isEqualTo(new SourceSpan("f", 1, 2, 1));
    assertThat(source.span(2, 6)).isEqualTo(new SourceSpan("f", 1, 3, 1));
    assertThat(source.span(6, 9)).isEqualTo(new SourceSpan("f", 2, 3, 1));
  }

  @Test
  void linesAreGivenWithoutTheirEnds() {
    SourceText source = new SourceText("f", "ab\r\ncd\r\n\nx");

    assertThat(source.line(1)).isEqualTo("ab");
    assertThat(source.line(2)).isEqualTo("cd");
    assertThat(source.line(3)).isEmpty();
    assertThat(source.line(4)).isEqualTo("x");
    assertThat(source.line(5)).isEmpty();
  }
}
