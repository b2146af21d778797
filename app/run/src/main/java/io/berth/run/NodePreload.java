// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.spi.Environment;
import io.berth.spi.FileWrite;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The file that a Node.js loads first on a forge that is not GitHub. It travels into the
/// environment as the files of actions do.
final class NodePreload {

  private static final String FILE = "node-preload.cjs";

  private NodePreload() {}

  /// Returns the path of the file in the environment.
  static String write(Environment environment) throws IOException {
    String separator = environment.layout().os().equals("Windows") ? "\\" : "/";
    String path = String.join(separator, environment.layout().paths().actions(), "_berth", FILE);
    try (InputStream file = NodePreload.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the program");
      }
      environment.writeFiles(List.of(new FileWrite(path, file.readAllBytes(), false)));
    }
    return path;
  }
}
