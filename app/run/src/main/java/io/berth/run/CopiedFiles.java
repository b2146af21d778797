// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthException;
import io.berth.spi.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Files of this machine that are copied into environments.
///
/// @param root the folder that they are in
/// @param files what is copied, relative to `root`
record CopiedFiles(Path root, List<Path> files) {

  /// Puts them into a folder of an environment. A copy during which the backend went away is made
  /// once more: when it is back, the files are the same.
  void into(Environment environment, String folder) throws IOException {
    try {
      copy(environment, folder);
    } catch (BerthException e) {
      switch (e.errors().getFirst().code()) {
        case BACKEND_UNAVAILABLE, ENVIRONMENT_NOT_READY -> copy(environment, folder);
        default -> throw e;
      }
    }
  }

  private void copy(Environment environment, String folder) throws IOException {
    try (var tar = new TarStream(root, files)) {
      environment.copyIn(folder, tar);
    }
  }
}
