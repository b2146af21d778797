// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.berth.protocol.v1beta1.CopyEnd;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DigestTest {

  private static CopyEnd of(boolean crc32c, String... pieces) {
    var digest = new Digest(crc32c);
    for (String piece : pieces) {
      digest.add(piece.getBytes(US_ASCII));
    }
    return digest.end();
  }

  @Test
  void theEndTellsSha256UnlessSomethingElseWasAgreedOn() {
    var abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    assertThat(of(false, "a", "bc"))
        .isEqualTo(
            CopyEnd.newBuilder()
                .setSize(3)
                .setSha256(ByteString.copyFrom(HexFormat.of().parseHex(abc)))
                .build());
  }

  @Test
  void theEndTellsTheChecksumThatWasAgreedOn() {
    assertThat(of(true, "1234", "56789"))
        .isEqualTo(CopyEnd.newBuilder().setSize(9).setCrc32C(0xe3069283).build());
  }
}
