// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.FileContent;
import io.berth.spi.FileWrite;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
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
    Path made = null;
    for (FileWrite file : files) {
      Path path = absolute(file.path());
      Path parent = path.getParent();
      if (parent != null && !parent.equals(made)) {
        Files.createDirectories(parent);
        made = parent;
      }
      try (var out = new FileOutputStream(path.toFile())) {
        out.write(file.content());
      }
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
      File file = path.toFile();
      if (!file.isFile()) {
        contents.add(new FileContent(name, null, 0));
        continue;
      }
      long size = file.length();
      total += Math.min(size, maxBytes);
      check(total, "read");
      try (var in = new FileInputStream(file)) {
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
