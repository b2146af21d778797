// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The files below a folder.
///
/// @param files how many there are, links among them
/// @param bytes how many bytes they have together
record Contents(int files, long bytes) {

  private static final int CHUNK = 64 << 10;

  /// Counts.
  static Contents of(Path folder) throws IOException {
    int[] files = {0};
    long[] bytes = {0};
    walk(
        folder,
        (file, attributes) -> {
          files[0]++;
          bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
          return FileVisitResult.CONTINUE;
        });
    return new Contents(files[0], bytes[0]);
  }

  /// Adds up the bytes below a folder in which something is written, and stops above `most`.
  static long size(Path folder, long most) throws IOException {
    long[] bytes = {0};
    walk(
        folder,
        (_, attributes) -> {
          bytes[0] += attributes.size();
          return bytes[0] > most ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        });
    return bytes[0];
  }

  /// Returns the links that lead out of a folder, each with where it leads.
  static List<String> leadingOut(Path folder) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    List<String> links = new ArrayList<>();
    walk(
        root,
        (file, attributes) -> {
          if (attributes.isSymbolicLink()) {
            Path target = Files.readSymbolicLink(file);
            if (target.isAbsolute() || !staysInside(root, file, target)) {
              links.add("`" + root.relativize(file) + "` leads to `" + target + "`");
            }
          } else if (!attributes.isRegularFile()) {
            links.add("`" + root.relativize(file) + "` is no file");
          }
          return FileVisitResult.CONTINUE;
        });
    return links;
  }

  /// Returns whether a link stays inside at every step of its way, other links counted.
  private static boolean staysInside(Path root, Path link, Path target) throws IOException {
    if (!link.resolveSibling(target).normalize().startsWith(root)) {
      return false;
    }
    try {
      return link.toRealPath().startsWith(root.toRealPath());
    } catch (NoSuchFileException dangling) {
      return staysInsideByName(root, link.resolveSibling(target));
    } catch (java.nio.file.FileSystemException loop) {
      return true;
    }
  }

  /// Follows the part of a dangling path that is there.
  private static boolean staysInsideByName(Path root, Path path) throws IOException {
    Path there = path;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there != null && there.toRealPath().startsWith(root.toRealPath());
  }

  /// Returns `sha256:` and the digest of all files: of their paths in the order of their
  /// characters, each with whether it can be executed or is a link, and its own digest.
  static String digest(Path folder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    walk(
        folder,
        (file, _) -> {
          files.put(folder.relativize(file).toString(), file);
          return FileVisitResult.CONTINUE;
        });
    MessageDigest all = sha256();
    byte[] buffer = new byte[CHUNK];
    for (Map.Entry<String, Path> entry : files.entrySet()) {
      Path file = entry.getValue();
      boolean link = Files.isSymbolicLink(file);
      String kind = link ? "link" : Files.isExecutable(file) ? "program" : "file";
      byte[] own =
          link
              ? sha256().digest(Files.readSymbolicLink(file).toString().getBytes(UTF_8))
              : digest(file, buffer);
      all.update((kind + ' ' + entry.getKey() + '\0').getBytes(UTF_8));
      all.update(own);
    }
    return "sha256:" + HexFormat.of().formatHex(all.digest());
  }

  private static byte[] digest(Path file, byte[] buffer) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream content = Files.newInputStream(file)) {
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @FunctionalInterface
  private interface Visit {
    FileVisitResult file(Path file, BasicFileAttributes attributes) throws IOException;
  }

  private static void walk(Path folder, Visit visit) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return visit.file(file, attributes);
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException && !file.equals(folder)) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }
}
