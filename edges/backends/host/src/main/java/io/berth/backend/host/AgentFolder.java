// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of an agent below an environment, as far as it is read without asking the agent.
final class AgentFolder {

  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private AgentFolder() {}

  static Path of(Path root) {
    return root.resolve("agent");
  }

  /// Notes which start of the machine the lease is counted from.
  static void begin(Path root) throws IOException {
    Files.copy(BOOT, of(root).resolve("boot"));
  }

  /// Returns whether commands can run there: the agent has not ended what it was there for, its
  /// lease has not run out, and the machine was not started since.
  static boolean isAlive(Path root) {
    try {
      Path folder = of(root);
      if (Files.exists(folder.resolve("over"))
          || Files.mismatch(BOOT, folder.resolve("boot")) >= 0) {
        return false;
      }
      String uptime = Files.readString(UPTIME);
      return Long.parseLong(Files.readString(folder.resolve("lease")).strip())
          > Long.parseLong(uptime.substring(0, uptime.indexOf('.')));
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}
