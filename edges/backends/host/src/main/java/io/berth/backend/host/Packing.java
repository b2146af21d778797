// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Packs a file or a folder as a POSIX archive. Links are kept as links; sockets, pipes and devices
/// are left out.
final class Packing {

  private static final int BUFFER = 64 << 10;
  private static final int FIELD = 100;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];

  private Packing(OutputStream out) {
    this.out = out;
  }

  static void of(Path path, OutputStream tar) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(tar, BUFFER);
    Packing packing = new Packing(out);
    if (Files.isDirectory(path)) {
      packing.children(path, "");
    } else {
      packing.pack(path, String.valueOf(path.getFileName()));
    }
    out.write(new byte[2 * TarHeader.BLOCK]);
    out.flush();
  }

  private void children(Path folder, String prefix) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    }
    Collections.sort(children);
    for (Path child : children) {
      pack(child, prefix + child.getFileName());
    }
  }

  private void pack(Path path, String name) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int mode = Unpacking.mode(attributes.permissions());
    long modified = attributes.lastModifiedTime().toInstant().getEpochSecond();
    if (attributes.isDirectory()) {
      header(new TarEntry(name + "/", TarEntry.Kind.FOLDER, "", mode, 0, modified), '5');
      children(path, name + "/");
    } else if (attributes.isSymbolicLink()) {
      String link = Files.readSymbolicLink(path).toString();
      header(new TarEntry(name, TarEntry.Kind.SYMBOLIC_LINK, link, mode, 0, modified), '2');
    } else if (attributes.isRegularFile()) {
      long size = attributes.size();
      header(new TarEntry(name, TarEntry.Kind.FILE, "", mode, size, modified), '0');
      content(path, size);
    }
  }

  private void content(Path path, long size) throws IOException {
    long left = size;
    try (InputStream in = Files.newInputStream(path)) {
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new IOException("`" + path + "` became shorter while it was packed");
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
    pad(size);
  }

  private void header(TarEntry entry, char type) throws IOException {
    StringBuilder extended = new StringBuilder();
    extend(extended, "path", entry.name());
    extend(extended, "linkpath", entry.link());
    if (entry.size() > TarHeader.MAX_SIZE) {
      record(extended, "size", Long.toString(entry.size()));
    }
    if (!extended.isEmpty()) {
      byte[] records = extended.toString().getBytes(StandardCharsets.UTF_8);
      TarEntry pax =
          new TarEntry("pax", TarEntry.Kind.FILE, "", 0644, records.length, entry.modified());
      out.write(TarHeader.of(pax, 'x'));
      out.write(records);
      pad(records.length);
    }
    out.write(TarHeader.of(entry, type));
  }

  private static void extend(StringBuilder extended, String key, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > FIELD || bytes.length != value.length()) {
      record(extended, key, value);
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

  private void pad(long size) throws IOException {
    int rest = (int) (size % TarHeader.BLOCK);
    if (rest != 0) {
      out.write(new byte[TarHeader.BLOCK - rest]);
    }
  }
}
