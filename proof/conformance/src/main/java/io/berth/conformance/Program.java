// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Berth, however it is run.
public interface Program {

  /// What came of a run.
  ///
  /// @param exit its exit status, or -1 if it had to be killed
  /// @param output standard output and standard error together
  record Ended(int exit, String output) {}

  /// Returns a folder for what the runs leave behind.
  Path state();

  /// Runs a command in a folder and waits for its end.
  Ended run(Path folder, List<String> arguments) throws IOException, InterruptedException;
}
