// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A machine with a few links.
record FakeSources(Map<String, String> links) implements Sources {

  static final FakeSources MACHINE =
      new FakeSources(
          Map.of(
              "/var/run", "/run",
              "/srv/data/escape", "/etc",
              "/srv/data/socket", "/run/docker.sock",
              "/srv/data/whole", "/",
              "/srv/current", "/srv/releases/7",
              "/dev/link-to-sda", "/dev/sda"));

  @Override
  public Optional<String> real(String path) {
    if (path.startsWith("/secret")) {
      return Optional.empty();
    }
    for (Map.Entry<String, String> link : links.entrySet()) {
      if (path.equals(link.getKey()) || path.startsWith(link.getKey() + "/")) {
        String rest = path.substring(link.getKey().length());
        return Optional.of((link.getValue() + rest).replace("//", "/"));
      }
    }
    return Optional.of(path);
  }

  @Override
  public List<String> sockets() {
    return List.of("/run/docker.sock", "/run/podman/podman.sock");
  }
}
