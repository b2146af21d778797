// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.TarEntry;
import io.berth.kit.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  private final TarWriter out;
  private final byte[] buffer = new byte[BUFFER];

  private Packing(OutputStream out) {
    this.out = new TarWriter(out);
  }

  static void of(Path path, OutputStream tar) throws IOException {
    Packing packing = new Packing(new BufferedOutputStream(tar, BUFFER));
    if (Files.isDirectory(path)) {
      packing.children(path, "");
    } else {
      packing.pack(path, String.valueOf(path.getFileName()));
    }
    packing.out.end();
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
      out.header(new TarEntry(name + "/", TarEntry.Kind.FOLDER, "", mode, 0, modified));
      children(path, name + "/");
    } else if (attributes.isSymbolicLink()) {
      String link = Files.readSymbolicLink(path).toString();
      out.header(new TarEntry(name, TarEntry.Kind.SYMBOLIC_LINK, link, mode, 0, modified));
    } else if (attributes.isRegularFile()) {
      long size = attributes.size();
      out.header(new TarEntry(name, TarEntry.Kind.FILE, "", mode, size, modified));
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
    out.pad(size);
  }
}
