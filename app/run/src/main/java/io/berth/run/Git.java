// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks the `git` command line about a folder.
///
/// @param folder the folder
record Git(Path folder) {

  /// What became of a command.
  ///
  /// @param succeeded whether it ended with status 0
  /// @param output what it wrote to its standard output
  record Answer(boolean succeeded, byte[] output) {

    static final Answer NONE = new Answer(false, new byte[0]);

    /// Returns the output as text without white space around it; empty if the command failed.
    String text() {
      return succeeded ? new String(output, StandardCharsets.UTF_8).strip() : "";
    }
  }

  /// Returns the root of the working tree that a folder lies in, or `null` if it lies in none.
  static @Nullable Path rootAbove(Path folder) {
    for (Path here = folder; here != null; here = here.getParent()) {
      if (Files.exists(here.resolve(".git"))) {
        return here;
      }
    }
    return null;
  }

  /// Runs a command; without a `git` on this machine it fails like any other.
  Answer ask(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("git");
    command.addAll(List.of(arguments));
    try {
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
      builder.environment().put("LC_ALL", "C");
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      process.getOutputStream().close();
      byte[] output;
      try (InputStream in = process.getInputStream()) {
        output = in.readAllBytes();
      }
      return new Answer(process.waitFor() == 0, output);
    } catch (IOException e) {
      return Answer.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NONE;
    }
  }
}
