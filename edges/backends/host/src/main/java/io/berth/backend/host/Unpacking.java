// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.TarEntry;
import io.berth.kit.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Unpacks an archive below a folder, and nowhere else: an entry that is named out of the folder or
/// that goes through a link is refused, whoever made the link.
final class Unpacking {

  private static final int BUFFER = 64 << 10;
  private static final PosixFilePermission[] BITS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private final Path root;
  private final TarReader tar;
  private final byte[] buffer = new byte[BUFFER];

  /// Permissions of folders, given last: a folder may forbid writing in itself.
  private final Deque<Map.Entry<Path, Integer>> folders = new ArrayDeque<>();

  private Unpacking(InputStream in, Path root) {
    this.root = root;
    this.tar = new TarReader(in);
  }

  static void of(InputStream in, Path root) throws IOException {
    Files.createDirectories(root);
    new Unpacking(in, root).run();
  }

  private void run() throws IOException {
    for (@Nullable TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
      unpack(entry);
    }
    while (!folders.isEmpty()) {
      Map.Entry<Path, Integer> folder = folders.pop();
      Files.setPosixFilePermissions(folder.getKey(), permissions(folder.getValue()));
    }
  }

  private void unpack(TarEntry entry) throws IOException {
    Path path = inside(entry.name(), entry.name());
    if (path.equals(root)) {
      return;
    }
    switch (entry.kind()) {
      case FOLDER -> {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          vacate(path);
          Files.createDirectory(path);
        }
        folders.push(Map.entry(path, entry.mode() | 0700));
      }
      case FILE -> file(entry, path);
      case SYMBOLIC_LINK -> {
        vacate(path);
        Files.createSymbolicLink(path, Path.of(entry.link()));
      }
      case HARD_LINK -> {
        Path target = inside(entry.link(), entry.name());
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException(
              "`" + entry.name() + "` is a link to `" + entry.link() + "`, which is no file here");
        }
        vacate(path);
        Files.createLink(path, target);
      }
    }
  }

  private void file(TarEntry entry, Path path) throws IOException {
    vacate(path);
    try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
    Files.setPosixFilePermissions(path, permissions(entry.mode()));
    Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(entry.modified())));
  }

  /// Makes room for what replaces it. A folder is replaced by nothing but a folder.
  private static void vacate(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(path.toString(), null, "a folder is in the way");
    }
    Files.deleteIfExists(path);
  }

  /// Returns where a name lies, with the folders above it made.
  private Path inside(String name, String entry) throws IOException {
    if (name.startsWith("/") || name.indexOf('\0') >= 0) {
      throw escape(entry);
    }
    Path path = root;
    String[] parts = name.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].isEmpty() || parts[i].equals(".")) {
        continue;
      }
      if (parts[i].equals("..")) {
        throw escape(entry);
      }
      if (!path.equals(root)) {
        folder(path, entry);
      }
      path = path.resolve(parts[i]);
    }
    return path;
  }

  private static void folder(Path path, String entry) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("`" + entry + "` goes through `" + path + "`, which is no folder");
    }
    Files.createDirectory(path);
  }

  private static IOException escape(String entry) {
    return new IOException("`" + entry + "` leads out of the folder it is unpacked in");
  }

  static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < BITS.length; i++) {
      if ((mode >> i & 1) != 0) {
        permissions.add(BITS[i]);
      }
    }
    return permissions;
  }

  static int mode(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (int i = 0; i < BITS.length; i++) {
      mode |= permissions.contains(BITS[i]) ? 1 << i : 0;
    }
    return mode;
  }
}
