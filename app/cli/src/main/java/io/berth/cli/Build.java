// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which Berth this is and what it runs on.
///
/// @param version the version of the release
/// @param id what distinguishes builds of one version, or `development` outside of a distribution
/// @param java the version of the JDK and who made it
/// @param os the operating system, its version and the architecture
/// @param startupCache whether the JVM maps the ahead-of-time cache of the distribution
record Build(String version, String id, String java, String os, StartupCache startupCache) {

  /// Whether the ahead-of-time cache takes part.
  enum StartupCache {
    /// It is mapped into this process.
    USED("in use"),
    /// It is not.
    UNUSED("not in use"),
    /// The system does not say.
    UNKNOWN("unknown");

    private final String words;

    StartupCache(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Build running() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new Build(
        version == null ? "development" : version,
        buildId(),
        property("java.version") + " (" + property("java.vendor") + ")",
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        cache());
  }

  String text() {
    return "berth "
        + version
        + "\nbuild          "
        + id
        + "\njava           "
        + java
        + "\nos             "
        + os
        + "\nstart-up cache "
        + startupCache.words()
        + "\n";
  }

  String json() {
    return "{\"version\":"
        + quoted(version)
        + ",\"build\":"
        + quoted(id)
        + ",\"java\":"
        + quoted(java)
        + ",\"os\":"
        + quoted(os)
        + ",\"startupCache\":"
        + switch (startupCache) {
          case USED -> "true";
          case UNUSED -> "false";
          case UNKNOWN -> "null";
        }
        + "}\n";
  }

  private static String buildId() {
    String home = System.getProperty("berth.home");
    if (home == null) {
      return "development";
    }
    try {
      return Files.readString(Path.of(home, "build-id")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /// Looks at the mappings of this process: the JVM passes over a cache that does not fit without a
  /// word, so its options prove nothing.
  private static StartupCache cache() {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.isReadable(maps)) {
      return StartupCache.UNKNOWN;
    }
    try {
      return Files.readString(maps).contains("berth.aot") ? StartupCache.USED : StartupCache.UNUSED;
    } catch (IOException e) {
      return StartupCache.UNKNOWN;
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
