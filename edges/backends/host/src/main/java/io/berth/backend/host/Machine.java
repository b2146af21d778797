// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What this machine is, in the words of the `runner` context.
final class Machine {

  private static final Path RELEASE = Path.of("/etc/os-release");

  private Machine() {}

  static String os() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "Windows";
    }
    return name.startsWith("mac") ? "macOS" : "Linux";
  }

  /// Returns which system this is, and its version as far as programs for it differ: `ubuntu24`,
  /// `debian13`. Actions keep what they install apart by it.
  static String image() {
    String name = os().toLowerCase(Locale.ROOT);
    if (!name.equals("linux")) {
      String version = System.getProperty("os.version");
      int dot = version.indexOf('.');
      return (name.equals("windows") ? "win" : name)
          + (dot < 0 ? version : version.substring(0, dot));
    }
    try {
      return image(Files.readString(RELEASE));
    } catch (IOException e) {
      return name;
    }
  }

  /// @param release what `/etc/os-release` says
  static String image(String release) {
    String id = value(release, "ID=");
    String version = value(release, "VERSION_ID=");
    int dot = version.indexOf('.');
    return (id.isEmpty() ? "linux" : id) + (dot < 0 ? version : version.substring(0, dot));
  }

  private static String value(String release, String key) {
    int at = release.startsWith(key) ? 0 : release.indexOf("\n" + key) + 1;
    if (at == 0 && !release.startsWith(key)) {
      return "";
    }
    int end = release.indexOf('\n', at);
    String value = release.substring(at + key.length(), end < 0 ? release.length() : end).strip();
    boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
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
