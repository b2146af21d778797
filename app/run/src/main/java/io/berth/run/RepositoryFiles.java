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

/// The files of a repository that a job is given: those that git tracks, and those that it neither
/// tracks nor ignores; without git all but `.git`.
///
/// @param root the folder of the repository
record RepositoryFiles(Path root) {

  /// Returns the files and links, relative to the root.
  List<Path> list() throws IOException {
    Git.Answer answer =
        Git.rootAbove(root) == null
            ? Git.Answer.NONE
            : new Git(root).ask("ls-files", "-z", "--cached", "--others", "--exclude-standard");
    return answer.succeeded() ? known(answer.output()) : walk();
  }

  private List<Path> known(byte[] output) throws IOException {
    List<Path> files = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < output.length; i++) {
      if (output[i] == 0) {
        Path file = Path.of(new String(output, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
        add(file, files);
      }
    }
    return files;
  }

  /// A tracked file may have been deleted; a tracked folder is a submodule.
  private void add(Path file, List<Path> files) throws IOException {
    Path path = root.resolve(file);
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(path.resolve(".git"))) {
        for (Path inner : new RepositoryFiles(path).list()) {
          files.add(file.resolve(inner));
        }
      }
    } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      files.add(file);
    }
  }

  private List<Path> walk() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.endsWith(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
              files.add(root.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
