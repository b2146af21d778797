// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The first message of a caller that speaks a TLS of long ago, which no library sends any more.
final class TlsGreeting {

  /// The first byte of an answer that is no refusal.
  static final int HANDSHAKE = 22;

  private static final int CLIENT_HELLO = 1;

  /// ECDHE and RSA with AES, as they were usual then: for certificates of both kinds.
  private static final short[] SUITES = {
    (short) 0xc02b, (short) 0xc02f, (short) 0xc009, (short) 0xc013, (short) 0xc00a, (short) 0xc014
  };

  private TlsGreeting() {}

  /// Returns the greeting of TLS 1.1 (`minor` 2) or TLS 1.2 (`minor` 3).
  static byte[] of(int minor) {
    byte[] extensions = extensions();
    ByteBuffer hello = ByteBuffer.allocate(512);
    hello.put((byte) 3).put((byte) minor).put(new byte[32]).put((byte) 0);
    hello.putShort((short) (2 * SUITES.length));
    for (short suite : SUITES) {
      hello.putShort(suite);
    }
    hello.put((byte) 1).put((byte) 0).putShort((short) extensions.length).put(extensions);
    hello.flip();
    ByteBuffer record = ByteBuffer.allocate(9 + hello.remaining());
    record.put((byte) HANDSHAKE).put((byte) 3).put((byte) 1);
    record.putShort((short) (4 + hello.remaining()));
    record.putInt(CLIENT_HELLO << 24 | hello.remaining()).put(hello);
    return record.array();
  }

  /// The curve P-256, uncompressed points, signatures of ECDSA and RSA, and `h2`.
  private static byte[] extensions() {
    ByteBuffer all = ByteBuffer.allocate(64);
    all.putShort((short) 10).putShort((short) 4).putShort((short) 2).putShort((short) 23);
    all.putShort((short) 11).putShort((short) 2).putShort((short) 0x0100);
    all.putShort((short) 13).putShort((short) 6).putShort((short) 4);
    all.putShort((short) 0x0403).putShort((short) 0x0401);
    byte[] protocol = "h2".getBytes(StandardCharsets.US_ASCII);
    all.putShort((short) 16).putShort((short) (protocol.length + 3));
    all.putShort((short) (protocol.length + 1)).put((byte) protocol.length).put(protocol);
    byte[] bytes = new byte[all.position()];
    all.flip().get(bytes);
    return bytes;
  }
}
