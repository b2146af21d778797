// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Finds the files of a repository that a job is given: those that git tracks, and those that it
/// neither tracks nor ignores; without git all but `.git`.
///
/// A name that is no UTF-8 cannot be written down in the stream that jobs are given, so such a file
/// is left out.
final class RepositoryFiles {

  private static final char UNKNOWN = '\uFFFD';

  private final Path root;
  private final List<Path> files = new ArrayList<>();
  private int unnamed;

  private RepositoryFiles(Path root) {
    this.root = root;
  }

  /// What was found.
  ///
  /// @param files the files and links, relative to the root
  /// @param unnamed how many are left out because their name is no UTF-8
  record Found(List<Path> files, int unnamed) {}

  /// Returns what there is in the folder of a repository.
  static Found in(Path root) throws IOException {
    var found = new RepositoryFiles(root);
    found.addAll(Path.of(""));
    return new Found(List.copyOf(found.files), found.unnamed);
  }

  /// Adds what is in a folder that is a repository, or the whole of it without git.
  private void addAll(Path folder) throws IOException {
    Path there = root.resolve(folder);
    Git.Answer answer =
        Git.rootAbove(there) == null
            ? Git.Answer.NONE
            : new Git(there).ask("ls-files", "-z", "--cached", "--others", "--exclude-standard");
    if (!answer.succeeded()) {
      walk(there);
      return;
    }
    byte[] output = answer.output();
    int start = 0;
    for (int i = 0; i < output.length; i++) {
      if (output[i] == 0) {
        String name = new String(output, start, i - start, StandardCharsets.UTF_8);
        start = i + 1;
        if (isNamed(name)) {
          add(folder.resolve(name));
        }
      }
    }
  }

  private boolean isNamed(String name) {
    boolean named = name.indexOf(UNKNOWN) < 0;
    unnamed += named ? 0 : 1;
    return named;
  }

  /// A tracked file may have been deleted; a folder in the list is a repository of its own.
  private void add(Path file) throws IOException {
    Path path = root.resolve(file);
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(path.resolve(".git"))) {
        addAll(file);
      }
    } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      files.add(file);
    }
  }

  private void walk(Path top) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.endsWith(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean packed = attributes.isRegularFile() || attributes.isSymbolicLink();
            if (packed && isNamed(file.toString())) {
              files.add(root.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
