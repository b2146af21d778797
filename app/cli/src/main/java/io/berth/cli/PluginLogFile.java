// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.engine.output.Masker;
import io.berth.plugin.PluginLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// What plugins write on their standard error, masked, in one file for each: `NAME.log`, and the
/// one before it as `NAME.log.1`.
final class PluginLogFile implements PluginLog {

  private static final long LARGEST = 1 << 20;

  private final Path folder;
  private final Masker masker;
  private final InstantSource clock;

  PluginLogFile(Path folder, Masker masker, InstantSource clock) {
    this.folder = folder;
    this.masker = masker;
    this.clock = clock;
  }

  @Override
  public synchronized void line(String plugin, Level level, String text) {
    String line =
        clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + masker.mask(text);
    Path file = folder.resolve(fileName(plugin) + ".log");
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (Files.exists(file) && Files.size(file) > LARGEST) {
        Files.move(
            file, folder.resolve(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.write(
          file,
          (line + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      // A plugin must not fail because its words cannot be kept; the last ones are in its errors.
    }
  }

  private static String fileName(String plugin) {
    var name = new StringBuilder();
    for (int i = 0; i < plugin.length() && i < 100; i++) {
      char c = plugin.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
      name.append(plain ? c : '_');
    }
    return name.toString();
  }
}
