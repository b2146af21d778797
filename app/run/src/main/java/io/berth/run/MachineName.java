// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// How the machine calls itself, which is the name of a runner that no forge has given one.
final class MachineName {

  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");
  private static final String UNKNOWN = "berth";

  private MachineName() {}

  /// @param env the variables of this process
  static String of(Map<String, String> env) {
    try {
      String name = Files.readString(LINUX).strip();
      return name.isEmpty() ? UNKNOWN : name;
    } catch (IOException e) {
      return env.getOrDefault("COMPUTERNAME", env.getOrDefault("HOSTNAME", UNKNOWN));
    }
  }
}
