// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.FileContent;
import io.berth.spi.FileWrite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Files that are written and read whole.
final class SmallFiles {

  private SmallFiles() {}

  static void write(List<FileWrite> files) throws IOException {
    long total = 0;
    for (FileWrite file : files) {
      total += file.content().length;
    }
    check(total, "written");
    for (FileWrite file : files) {
      Path path = absolute(file.path());
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(path, file.content());
      if (file.executable() && !path.toFile().setExecutable(true)) {
        throw new IOException("`" + path + "` cannot be made executable");
      }
    }
  }

  static List<FileContent> read(List<String> paths, int maxBytes) throws IOException {
    List<FileContent> contents = new ArrayList<>(paths.size());
    long total = 0;
    for (String name : paths) {
      Path path = absolute(name);
      if (!Files.isRegularFile(path)) {
        contents.add(new FileContent(name, null, 0));
        continue;
      }
      long size = Files.size(path);
      total += Math.min(size, maxBytes);
      check(total, "read");
      try (InputStream in = Files.newInputStream(path)) {
        byte[] content = in.readNBytes(maxBytes);
        contents.add(new FileContent(name, content, Math.max(size, content.length)));
      }
    }
    return contents;
  }

  private static void check(long total, String done) throws IOException {
    if (total > HostCapabilities.BATCH) {
      throw new IOException(
          "files of more than "
              + (HostCapabilities.BATCH >> 20)
              + " MiB cannot be "
              + done
              + " in one call");
    }
  }

  private static Path absolute(String name) throws IOException {
    if (!name.startsWith("/") || name.indexOf('\0') >= 0) {
      throw new IOException("`" + name.replace('\0', '?') + "` is not an absolute path");
    }
    return Path.of(name);
  }
}
