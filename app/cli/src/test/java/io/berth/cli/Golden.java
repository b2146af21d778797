// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares texts with files that were reviewed; `-Dgolden.update` writes the files anew.
final class Golden {

  private static final Path ROOT = Path.of(System.getProperty("berth.root"));

  private Golden() {}

  /// @param name below the folder of golden files of this module
  static void check(String name, String text) throws IOException {
    checkFile("app/cli/src/test/golden/" + name, text);
  }

  /// @param name below the root of the project
  static void checkFile(String name, String text) throws IOException {
    Path file = ROOT.resolve(name);
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    String expected = Files.exists(file) ? Files.readString(file) : "";
    assertThat(text).as("%s (rewrite it with -Dgolden.update)", file).isEqualTo(expected);
  }
}
