// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// One block of 512 bytes in which a POSIX archive describes an entry (POSIX.1-2017, pax).
public final class TarHeader {

  static final int BLOCK = 512;

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;

  private final byte[] block;

  TarHeader(byte[] block) {
    this.block = block;
  }

  boolean isEmpty() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  void verify() throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
      sum += own ? ' ' : block[i] & 0xff;
    }
    if (sum != number(CHECKSUM, CHECKSUM_LENGTH)) {
      throw new IOException("this is no tar archive, or it is damaged: a checksum is wrong");
    }
  }

  char type() {
    return (char) block[TYPE];
  }

  String name() {
    String name = text(0, 100);
    String prefix = text(MAGIC, 6).equals("ustar") ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String link() {
    return text(157, 100);
  }

  int mode() throws IOException {
    return (int) (number(100, 8) & 0777);
  }

  long size() throws IOException {
    return number(124, 12);
  }

  long modified() throws IOException {
    return number(136, 12);
  }

  private String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return new String(block, offset, end - offset, StandardCharsets.UTF_8);
  }

  /// Reads an octal number, or the binary form that GNU tar uses for large ones.
  private long number(int offset, int length) throws IOException {
    if ((block[offset] & 0x80) != 0) {
      long value = block[offset] & 0x3f;
      for (int i = offset + 1; i < offset + length; i++) {
        if (value >>> 54 != 0) {
          throw new IOException("an archive entry has a number that is too large");
        }
        value = (value << 8) | (block[i] & 0xff);
      }
      return value;
    }
    String digits = text(offset, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("this is no tar archive, or it is damaged: `" + digits + "`", e);
    }
  }

  /// Lays an entry out. Its name and link must fit, or be told in a pax entry before it.
  public static byte[] of(TarEntry entry, char type) {
    return of(entry, type, 0, 0);
  }

  /// @param user the number of the user whom it belongs to
  /// @param group the number of the group
  static byte[] of(TarEntry entry, char type, int user, int group) {
    byte[] block = new byte[BLOCK];
    put(block, 0, 100, entry.name());
    octal(block, 100, 8, entry.mode());
    octal(block, 108, 8, Math.min(user, MAX_NUMBER));
    octal(block, 116, 8, Math.min(group, MAX_NUMBER));
    octal(block, 124, 12, Math.min(entry.size(), MAX_SIZE));
    octal(block, 136, 12, Math.max(0, entry.modified()));
    block[TYPE] = (byte) type;
    put(block, 157, 100, entry.link());
    put(block, MAGIC, 8, "ustar\00000");
    long sum = (long) CHECKSUM_LENGTH * ' ';
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, CHECKSUM, 7, sum);
    block[CHECKSUM + 7] = ' ';
    return block;
  }

  /// The largest number of a user or a group that a header can tell.
  static final int MAX_NUMBER = 0_7777777;

  /// The largest size that a header can tell.
  static final long MAX_SIZE = 0_77777777777L;

  private static void put(byte[] block, int offset, int length, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, length));
  }

  private static void octal(byte[] block, int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }
}
