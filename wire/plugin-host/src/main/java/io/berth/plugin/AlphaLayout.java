// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.protocol.forgejo.v1alpha.CreateResponse;
import io.berth.spi.Layout;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Where things are in an environment, from what a plugin of Forgejo's runner says of it.
final class AlphaLayout {

  private AlphaLayout() {}

  /// @param image the variables of the image
  /// @param name how the workspace is called
  static Layout of(CreateResponse created, Map<String, String> image, String name) {
    Map<String, String> env = new LinkedHashMap<>(image);
    String path = created.hasPathVariableName() ? created.getPathVariableName() : "PATH";
    if (created.hasDefaultPathVariable()) {
      env.putIfAbsent(path, created.getDefaultPathVariable());
    }
    env.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    return new Layout(
        new Layout.Paths(
            created.getRootPath() + "/" + name,
            created.getTempPath(),
            created.getToolCachePath(),
            created.getActPath() + "/actions"),
        os(created.getOs()),
        arch(created.getArch()),
        env);
  }

  private static String os(String told) {
    return switch (told.toLowerCase(Locale.ROOT)) {
      case "", "linux" -> "Linux";
      case "windows" -> "Windows";
      case "darwin", "macos" -> "macOS";
      default -> told;
    };
  }

  private static String arch(String told) {
    return switch (told.toLowerCase(Locale.ROOT)) {
      case "", "x64", "amd64", "x86_64" -> "X64";
      case "arm64", "aarch64" -> "ARM64";
      case "x86", "386", "i386", "i686" -> "X86";
      case "arm", "armv7", "armv7l" -> "ARM";
      default -> told;
    };
  }
}
