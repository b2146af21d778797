// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A copy of a folder of data as the repository that it comes from: with a commit and an origin.
final class Checkout {

  private Checkout() {}

  /// Copies a folder into a new repository below `state`; without git it is a plain copy.
  ///
  /// @param origin the address of the repository, or `null` if it has none
  static Path of(Path folder, Path state, @Nullable String origin)
      throws IOException, InterruptedException {
    var copy = Files.createTempDirectory(state, "repository");
    try (var files = Files.walk(folder)) {
      for (var file : files.toList()) {
        var target = copy.resolve(folder.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
          target.toFile().setWritable(true);
        }
      }
    }
    if (git(copy, "init", "--quiet", "--initial-branch=main")) {
      if (origin != null) {
        git(copy, "remote", "add", "origin", origin);
      }
      git(copy, "add", "--all");
      git(copy, "commit", "--quiet", "--message=Data");
    }
    return copy;
  }

  static boolean git(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=Berth", "-c", "user.email=berth@example.org"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no git on this machine
    }
  }
}
