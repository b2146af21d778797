// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BytesTest {

  private static final byte[] TEXT = "0123456789".getBytes(US_ASCII);

  @Test
  void anArrayThatIsAMessagesOwnIsNotCopied() {
    assertThat(Bytes.in(Bytes.out(TEXT))).isSameAs(TEXT);
  }

  @Test
  void aPartOfAnArrayIsThatPartAlone() {
    assertThat(Bytes.in(Bytes.out(TEXT).substring(2, 5))).asString(US_ASCII).isEqualTo("234");
  }

  @Test
  void whatLiesInSeveralPiecesIsGathered() {
    ByteString rope = ByteString.EMPTY;
    for (int i = 0; i < 100; i++) {
      rope = rope.concat(UnsafeByteOperations.unsafeWrap(ByteBuffer.wrap(TEXT)));
    }

    assertThat(Bytes.in(rope)).isEqualTo(rope.toByteArray()).hasSize(1000);
  }

  @Test
  void nothingIsAnEmptyArray() {
    assertThat(Bytes.in(ByteString.EMPTY)).isEmpty();
  }
}
