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
import org.jspecify.annotations.Nullable;

/// Reads the lines that errors point at from the files of the user.
///
/// @param directory the folder that relative names start from
record FileSources(Path directory) implements Sources {

  /// How much of a file is looked at for one line, in characters: a file without line feeds is not
  /// read to its end for an excerpt.
  private static final int MOST = 4_000_000;

  @Override
  public @Nullable String line(String file, int line) {
    try (var in = Files.newInputStream(directory.resolve(file));
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
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }
}
