// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a POSIX tar stream entry by entry.
public final class TarWriter {

  private static final int FIELD = 100;

  private final OutputStream out;
  private final int user;
  private final int group;

  /// @param out best buffered
  public TarWriter(OutputStream out) {
    this(out, 0, 0);
  }

  /// @param user the number of the user whom all entries belong to
  /// @param group the number of the group
  public TarWriter(OutputStream out, int user, int group) {
    this.out = out;
    this.user = user;
    this.group = group;
  }

  /// Begins an entry. The content of a file follows: as many bytes as it says, then [#pad].
  public void header(TarEntry entry) throws IOException {
    StringBuilder extended = new StringBuilder();
    extend(extended, "path", entry.name());
    extend(extended, "linkpath", entry.link());
    if (entry.size() > TarHeader.MAX_SIZE) {
      record(extended, "size", Long.toString(entry.size()));
    }
    extend(extended, "uid", user);
    extend(extended, "gid", group);
    if (!extended.isEmpty()) {
      byte[] records = extended.toString().getBytes(StandardCharsets.UTF_8);
      TarEntry pax =
          new TarEntry("pax", TarEntry.Kind.FILE, "", 0644, records.length, entry.modified());
      out.write(TarHeader.of(pax, 'x', user, group));
      out.write(records);
      pad(records.length);
    }
    char type =
        switch (entry.kind()) {
          case FILE -> '0';
          case HARD_LINK -> '1';
          case SYMBOLIC_LINK -> '2';
          case FOLDER -> '5';
        };
    out.write(TarHeader.of(entry, type, user, group));
  }

  /// Writes content of the entry that was begun.
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /// Ends the content of a file.
  ///
  /// @param size how long it was
  public void pad(long size) throws IOException {
    int rest = (int) (size % TarHeader.BLOCK);
    if (rest != 0) {
      out.write(new byte[TarHeader.BLOCK - rest]);
    }
  }

  /// Ends the archive, not what it was written to.
  public void end() throws IOException {
    out.write(new byte[2 * TarHeader.BLOCK]);
    out.flush();
  }

  private static void extend(StringBuilder extended, String key, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > FIELD || bytes.length != value.length()) {
      record(extended, key, value);
    }
  }

  private static void extend(StringBuilder extended, String key, int number) {
    if (number > TarHeader.MAX_NUMBER) {
      record(extended, key, Integer.toString(number));
    }
  }

  /// Writes a record whose length counts its own digits.
  private static void record(StringBuilder extended, String key, String value) {
    int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
    int length = rest;
    while (length != rest + Integer.toString(length).length()) {
      length = rest + Integer.toString(length).length();
    }
    extended.append(length).append(' ').append(key).append('=').append(value).append('\n');
  }
}
