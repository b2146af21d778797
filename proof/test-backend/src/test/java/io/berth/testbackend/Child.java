// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What starts the test backend as the child of a runner.
final class Child {

  private Child() {}

  /// @param faults joined by commas; empty for none
  static List<String> command(Path folder, String faults) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.berth.testbackend.Main",
                "--work-folder",
                folder.resolve("work").toString()));
    if (!faults.isEmpty()) {
      command.addAll(List.of("--faults", faults));
    }
    return command;
  }
}
