// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Writes POSIX tar archives, also such as no honest program writes.
final class Archive {

  private static final int BLOCK = 512;

  private static final int SIZE = 124;
  private static final int TYPE = 156;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// Returns the name of the first entry, past headers that only say more of it.
  static String firstName(byte[] archive) {
    int at = 0;
    while (at + BLOCK < archive.length
        && (archive[at + TYPE] == 'x' || archive[at + TYPE] == 'g')) {
      int size = Integer.parseInt(text(archive, at + SIZE, 12), 8);
      at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return text(archive, at, 100);
  }

  private static String text(byte[] archive, int from, int most) {
    int end = from;
    while (end < Math.min(archive.length, from + most) && archive[end] != 0) {
      end++;
    }
    return new String(archive, from, end - from, StandardCharsets.UTF_8).strip();
  }

  Archive file(String name, int mode, byte[] content) {
    header(name, '0', mode, content.length, "");
    bytes.writeBytes(content);
    bytes.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    return this;
  }

  Archive folder(String name) {
    header(name + "/", '5', 0755, 0, "");
    return this;
  }

  Archive link(String name, String target) {
    header(name, '2', 0777, 0, target);
    return this;
  }

  Archive hardLink(String name, String target) {
    header(name, '1', 0644, 0, target);
    return this;
  }

  Archive device(String name) {
    header(name, '3', 0644, 0, "");
    return this;
  }

  byte[] end() {
    bytes.writeBytes(new byte[2 * BLOCK]);
    return bytes.toByteArray();
  }

  private void header(String name, char type, int mode, int size, String target) {
    byte[] header = new byte[BLOCK];
    put(header, 0, 100, name);
    put(header, 100, 8, octal(mode, 7));
    put(header, 108, 8, octal(0, 7));
    put(header, 116, 8, octal(0, 7));
    put(header, 124, 12, octal(size, 11));
    put(header, 136, 12, octal(1_700_000_000, 11));
    put(header, 148, 8, "        ");
    header[156] = (byte) type;
    put(header, 157, 100, target);
    put(header, 257, 8, "ustar\00000");
    put(header, 329, 8, octal(1, 7));
    put(header, 337, 8, octal(3, 7));
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, 8, octal(sum, 6) + "\0 ");
    bytes.writeBytes(header);
  }

  private static String octal(int number, int digits) {
    String text = Integer.toOctalString(number).toUpperCase(Locale.ROOT);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  private static void put(byte[] header, int at, int length, String text) {
    byte[] field = text.getBytes(StandardCharsets.UTF_8);
    if (field.length > length) {
      throw new IllegalArgumentException("does not fit into a tar header: " + text);
    }
    System.arraycopy(field, 0, header, at, field.length);
  }
}
