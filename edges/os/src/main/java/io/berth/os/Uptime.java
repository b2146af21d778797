// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The clock by which the kernel notes when processes start.
final class Uptime {

  private static final Path FILE = Path.of("/proc/uptime");

  private Uptime() {}

  /// Returns the ticks since the machine started: hundredths of a second, as `/proc` counts them
  /// for programs on every architecture.
  static long ticks() {
    try {
      String text = Files.readString(FILE);
      int dot = text.indexOf('.');
      return Long.parseLong(text.substring(0, dot) + text.substring(dot + 1, dot + 3));
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
