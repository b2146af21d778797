// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files of a repository at one commit, to be read and to be copied into environments, never to
/// be changed. They are kept until this is closed.
public final class ActionFolder implements AutoCloseable {

  private static final int MOST = 1 << 20;

  private final Path root;
  private final String commit;
  private final String digest;
  private final CacheEntry.@Nullable Lease lease;

  ActionFolder(Path root, String commit, String digest, CacheEntry.@Nullable Lease lease) {
    this.root = root;
    this.commit = commit;
    this.digest = digest;
    this.lease = lease;
  }

  /// Returns the folder.
  public Path root() {
    return root;
  }

  /// Returns the commit, or an empty text if a folder of the user stands in.
  public String commit() {
    return commit;
  }

  /// Returns the digest of all files, or an empty text if a folder of the user stands in.
  public String digest() {
    return digest;
  }

  /// Returns what is copied into an environment, relative to the root, a folder before what is in
  /// it. A `.git` of the user's own folder is left out.
  public List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.endsWith(".git")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (!folder.equals(root)) {
              files.add(root.relativize(folder));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(root.relativize(file));
            return FileVisitResult.CONTINUE;
          }
        });
    return List.copyOf(files);
  }

  /// Returns what a file holds, or empty if there is no such file in the folder.
  ///
  /// @param path its path below the root
  /// @return at most one byte more than a workflow or a manifest may have
  public Optional<byte[]> read(String path) throws IOException {
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    boolean linked =
        Files.isSymbolicLink(file) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    if (linked && !file.toRealPath().startsWith(root.toRealPath())) {
      return Optional.empty();
    }
    try (InputStream content = Files.newInputStream(file)) {
      return Optional.of(content.readNBytes(MOST + 1));
    }
  }

  /// Lets the files be pruned.
  @Override
  public void close() {
    if (lease == null) {
      return;
    }
    try {
      lease.close();
    } catch (IOException e) {
      throw Storage.failure("give back", root, e);
    }
  }
}
