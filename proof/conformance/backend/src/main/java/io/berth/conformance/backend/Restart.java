// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.io.IOException;

/// Starts a plugin anew at the address that it had.
@FunctionalInterface
public interface Restart {

  void run() throws IOException, InterruptedException;

  /// Runs a command of the user's, which does it.
  static void byCommand(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new Broken("`" + command + "` ended with " + process.exitValue());
    }
  }
}
