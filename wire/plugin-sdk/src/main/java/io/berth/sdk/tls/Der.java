// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Values in the distinguished encoding of ASN.1, as far as a certificate needs them.
final class Der {

  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int OCTETS = 0x04;
  private static final int OBJECT = 0x06;
  private static final int UTF8 = 0x0c;
  private static final int TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(SET, parts);
  }

  static byte[] integer(BigInteger value) {
    return tagged(INTEGER, value.toByteArray());
  }

  static byte[] yes() {
    return tagged(BOOLEAN, new byte[] {(byte) 0xff});
  }

  static byte[] octets(byte[] value) {
    return tagged(OCTETS, value);
  }

  /// @param unused how many of the last bits say nothing
  static byte[] bits(int unused, byte... value) {
    return tagged(BITS, new byte[] {(byte) unused}, value);
  }

  static byte[] text(String value) {
    return tagged(UTF8, value.getBytes(StandardCharsets.UTF_8));
  }

  /// @param time as `yyyyMMddHHmmssZ`
  static byte[] time(String time) {
    return tagged(TIME, time.getBytes(StandardCharsets.US_ASCII));
  }

  /// @param arcs of an object identifier, the first two below 40
  static byte[] object(int... arcs) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arcs[i] >>> shift != 0) {
          bytes.write(0x80 | ((arcs[i] >>> shift) & 0x7f));
        }
      }
      bytes.write(arcs[i] & 0x7f);
    }
    return tagged(OBJECT, bytes.toByteArray());
  }

  /// Returns `parts` behind a tag and their length.
  static byte[] tagged(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    var bytes = new ByteArrayOutputStream(length + 6);
    bytes.write(tag);
    if (length < 0x80) {
      bytes.write(length);
    } else {
      int size = (38 - Integer.numberOfLeadingZeros(length) + 1) / 8;
      bytes.write(0x80 | size);
      for (int i = size - 1; i >= 0; i--) {
        bytes.write(length >>> (8 * i));
      }
    }
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
