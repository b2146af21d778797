// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.os.Child;
import io.berth.os.Launch;
import io.berth.os.Program;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Deletes a folder and all in it; never follows a link out of it.
///
/// What this process cannot reach, a path that is too long or a folder that was refilled meanwhile,
/// is left to `rm`, which walks step by step.
final class Deletion {

  private static final int ATTEMPTS = 3;
  private static final int MAX_DEPTH = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Deletion() {}

  /// @throws IOException if something is left
  static void of(Path root) throws IOException {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS && there(root); attempt++) {
      try {
        delete(root, 0);
      } catch (IOException e) {
        last = e;
      }
    }
    if (there(root)) {
      byProgram(root);
    }
    if (there(root)) {
      throw last != null ? last : new IOException("`" + root + "` is still there");
    }
  }

  private static boolean there(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void delete(Path path, int depth) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      if (depth > MAX_DEPTH) {
        throw new DirectoryNotEmptyException(path.toString());
      }
      if (!Files.isWritable(path) || !Files.isExecutable(path) || !Files.isReadable(path)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          delete(child, depth + 1);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  private static void byProgram(Path root) throws IOException {
    run("chmod", "-R", "u+rwx", root.toString());
    run("rm", "-rf", root.toString());
  }

  private static void run(String... command) throws IOException {
    Program program =
        new Program(List.of(command), Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"), "/");
    if (Launch.of(program) instanceof Launch.Running running) {
      try (Child child = running.child()) {
        child.cut();
        child.awaitExit(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
