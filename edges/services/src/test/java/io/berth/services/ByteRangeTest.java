// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=2-4, 2, 3",
    "bytes=9-99, 9, 1",
    "bytes=4-, 4, 6",
    "bytes=-4, 6, 4",
    "bytes=-99, 0, 10"
  })
  void aPartOfTenBytesIsRead(String header, long first, long length) throws Exception {
    assertThat(ByteRange.requested(header, 10)).isEqualTo(new ByteRange(first, length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=",
        "bytes=-",
        "bytes=a-5",
        "bytes=5-a",
        "bytes=5-4",
        "bytes=0-1,3-4",
        "x=1-2"
      })
  void whatIsNotUnderstoodAsksForTheWhole(String header) throws Exception {
    assertThat(ByteRange.requested(header, 10)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0", "bytes=999999999999999-"})
  void whatBeginsBehindTheEndIsRefused(String header) {
    assertThatThrownBy(() -> ByteRange.requested(header, 10)).isInstanceOf(Refusal.class);
  }

  @Test
  void aSentPartSaysWhereItBelongs() throws Exception {
    assertThat(ByteRange.sent("bytes 5-9/*")).isEqualTo(new ByteRange(5, 5));
    assertThat(ByteRange.sent("bytes 0-1073741823/1073741824"))
        .isEqualTo(new ByteRange(0, 1_073_741_824L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes 5/*",
        "bytes 5-4/*",
        "bytes -4/*",
        "bytes 0-9999999999999999/*"
      })
  void aSentPartWithoutAPlaceIsRefused(String header) {
    assertThatThrownBy(() -> ByteRange.sent(header)).isInstanceOf(Refusal.class);
  }
}
