// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a row needs and whether this machine has it.
public final class Needs {

  private Needs() {}

  /// Returns the first need that cannot be had here, in words, or empty if all are there.
  public static Optional<String> missing(List<String> needs) {
    for (var need : needs) {
      var what = need.contains(":") ? need.substring(0, need.indexOf(':')) : need;
      var missing =
          switch (what) {
            case "checkout-shim" -> Optional.<String>empty(); // the program has to serve it
            case "remote-action" -> Optional.<String>empty(); // the mirror serves it, or says so
            case "network", "network?" -> Optional.of("needs the network: " + need);
            case "image", "services", "docker-build", "container" ->
                Files.exists(Path.of("/var/run/docker.sock"))
                    ? Optional.<String>empty()
                    : Optional.of("needs a Docker engine: " + need);
            case "windows" -> Optional.of("needs Windows");
            default ->
                isOnPath(what) ? Optional.<String>empty() : Optional.of("needs `" + what + "`");
          };
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private static boolean isOnPath(String program) {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
