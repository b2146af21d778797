// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Sources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the lines that errors point at from the files of the user.
///
/// @param directories the folders that relative names may start from, or the folders above them
record FileSources(List<Path> directories) implements Sources {

  /// How much of a file is looked at for one line, in characters: a file without line feeds is not
  /// read to its end for an excerpt.
  private static final int MOST = 4_000_000;

  @Override
  public @Nullable String line(String file, int line) {
    Path found = find(file);
    if (found == null) {
      return null;
    }
    try (var in = Files.newInputStream(found);
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      var text = new StringBuilder();
      int number = 1;
      for (int i = 0; i < MOST && number <= line; i++) {
        int c = reader.read();
        if (c < 0 || c == '\n') {
          if (number == line) {
            return text.toString();
          }
          if (c < 0) {
            return null;
          }
          number++;
        } else if (number == line) {
          text.append((char) c);
        }
      }
      return text.isEmpty() ? null : text.toString();
    } catch (IOException e) {
      return null;
    }
  }

  /// Names of workflows start from the root of the repository, wherever in it Berth was called.
  private @Nullable Path find(String file) {
    try {
      for (Path directory : directories) {
        for (Path up = directory.toAbsolutePath(); up != null; up = up.getParent()) {
          Path path = up.resolve(file);
          if (Files.isRegularFile(path)) {
            return path;
          }
        }
      }
    } catch (InvalidPathException e) {
      return null;
    }
    return null;
  }
}
