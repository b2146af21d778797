// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a tar stream entry by entry: ustar, pax, and the long names of GNU tar.
public final class TarReader {

  static final int MAX_EXTENSION = 1 << 20;

  private final InputStream in;
  private final boolean anything;
  private long left;
  private long padding;

  /// @param in is read to its end when the archive has ended
  public TarReader(InputStream in) {
    this(in, false);
  }

  private TarReader(InputStream in, boolean anything) {
    this.in = in;
    this.anything = anything;
  }

  /// Returns one that passes over devices and pipes, which it would refuse otherwise.
  public static TarReader ofAnything(InputStream in) {
    return new TarReader(in, true);
  }

  /// Returns the next entry, or null at the end of the archive.
  public @Nullable TarEntry next() throws IOException {
    Map<String, String> extended = new HashMap<>();
    while (true) {
      in.skipNBytes(left + padding);
      left = 0;
      padding = 0;
      byte[] block = in.readNBytes(TarHeader.BLOCK);
      TarHeader header = new TarHeader(block);
      if (block.length == 0 || (block.length == TarHeader.BLOCK && header.isEmpty())) {
        drain();
        return null;
      }
      if (block.length < TarHeader.BLOCK) {
        throw new EOFException("the archive ends inside an entry");
      }
      header.verify();
      switch (header.type()) {
        case 'x' -> pax(extension(header), extended);
        case 'g' -> extension(header);
        case 'L' -> extended.put("path", gnu(extension(header)));
        case 'K' -> extended.put("linkpath", gnu(extension(header)));
        case '3', '4', '6' -> {
          if (!anything) {
            entry(header, extended);
          }
          extended.clear();
        }
        default -> {
          TarEntry entry = entry(header, extended);
          left = entry.size();
          padding = padding(left);
          return entry;
        }
      }
    }
  }

  /// Reads content of the entry that [#next] returned.
  ///
  /// @return how many bytes, -1 at its end
  public int read(byte[] buffer) throws IOException {
    if (left == 0) {
      return -1;
    }
    int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    if (n < 0) {
      throw new EOFException("the archive ends inside a file");
    }
    left -= n;
    return n;
  }

  /// Returns what a header and the extended ones before it say of an entry.
  static TarEntry entry(TarHeader header, Map<String, String> extended) throws IOException {
    String name = extended.getOrDefault("path", header.name());
    TarEntry.Kind kind =
        switch (header.type()) {
          case '0', '\0', '7' -> name.endsWith("/") ? TarEntry.Kind.FOLDER : TarEntry.Kind.FILE;
          case '1' -> TarEntry.Kind.HARD_LINK;
          case '2' -> TarEntry.Kind.SYMBOLIC_LINK;
          case '5' -> TarEntry.Kind.FOLDER;
          case '3', '4' -> throw new IOException("`" + name + "` is a device; refused");
          case '6' -> throw new IOException("`" + name + "` is a named pipe; refused");
          default ->
              throw new IOException("`" + name + "` is of type `" + header.type() + "`; refused");
        };
    long size = kind == TarEntry.Kind.FILE ? size(header, extended) : 0;
    return new TarEntry(
        name,
        kind,
        extended.getOrDefault("linkpath", header.link()),
        header.mode(),
        size,
        header.modified());
  }

  private static long size(TarHeader header, Map<String, String> extended) throws IOException {
    String text = extended.get("size");
    try {
      long size = text == null ? header.size() : Long.parseLong(text);
      if (size < 0) {
        throw new IOException("an archive entry has a negative size");
      }
      return size;
    } catch (NumberFormatException e) {
      throw new IOException("an archive entry has the size `" + text + "`", e);
    }
  }

  private byte[] extension(TarHeader header) throws IOException {
    long size = header.size();
    if (size > MAX_EXTENSION) {
      throw new IOException("an extended header of " + size + " bytes; refused");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw new EOFException("the archive ends inside a header");
    }
    in.skipNBytes(padding(size));
    return bytes;
  }

  /// Reads records of the form `LENGTH KEY=VALUE\n`, where the length counts the whole record.
  static void pax(byte[] bytes, Map<String, String> into) throws IOException {
    int start = 0;
    while (start < bytes.length) {
      int blank = start;
      while (blank < bytes.length && bytes[blank] >= '0' && bytes[blank] <= '9') {
        blank++;
      }
      int length = 0;
      if (blank > start && blank - start < 8) {
        length =
            Integer.parseInt(new String(bytes, start, blank - start, StandardCharsets.US_ASCII));
      }
      int end = start + length;
      if (length <= blank - start + 1 || end > bytes.length) {
        throw new IOException("an extended header is damaged");
      }
      String text = new String(bytes, blank + 1, end - blank - 2, StandardCharsets.UTF_8);
      int equals = text.indexOf('=');
      if (equals > 0) {
        into.put(text.substring(0, equals), text.substring(equals + 1));
      }
      start = end;
    }
  }

  static String gnu(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void drain() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  static long padding(long size) {
    return (TarHeader.BLOCK - size % TarHeader.BLOCK) % TarHeader.BLOCK;
  }
}
