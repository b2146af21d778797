// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder with workflows in it, as a user has one.
final class Repository {

  private final Path folder;

  Repository(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /// Writes `.github/workflows/<name>.yml`.
  Repository workflow(String name, String text) throws IOException {
    return file(".github/workflows/" + name + ".yml", text);
  }

  /// Writes a file.
  Repository file(String path, String text) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }
}
