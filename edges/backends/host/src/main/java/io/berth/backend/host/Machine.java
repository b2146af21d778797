// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import java.util.Locale;

/// What this machine is, in the words of the `runner` context.
final class Machine {

  private Machine() {}

  static String os() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "Windows";
    }
    return name.startsWith("mac") ? "macOS" : "Linux";
  }

  static String arch() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "X64";
      case "aarch64", "arm64" -> "ARM64";
      case "x86", "i386", "i686" -> "X86";
      default -> name.startsWith("arm") ? "ARM" : name.toUpperCase(Locale.ROOT);
    };
  }
}
