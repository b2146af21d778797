// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import java.nio.file.Path;

/// Where a plugin is reached.
public sealed interface PluginAddress {

  /// A socket of this machine.
  record Unix(Path path) implements PluginAddress {
    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /// A port of this machine.
  record Loopback(int port) implements PluginAddress {
    @Override
    public String toString() {
      return "tcp://127.0.0.1:" + port;
    }
  }

  /// Reads `unix:///path` or `tcp://127.0.0.1:port`.
  static PluginAddress parse(String address) {
    if (address.startsWith("unix:///")) {
      return new Unix(Path.of(address.substring("unix://".length())));
    }
    for (String prefix : new String[] {"tcp://127.0.0.1:", "tcp://localhost:"}) {
      if (address.startsWith(prefix)) {
        try {
          int port = Integer.parseInt(address.substring(prefix.length()));
          if (port > 0 && port <= 65535) {
            return new Loopback(port);
          }
        } catch (NumberFormatException e) {
          // Refused below, in the same words as any other address.
        }
      }
    }
    throw new IllegalArgumentException(
        "`" + address + "` is no address of a plugin: use unix:///path or tcp://127.0.0.1:port");
  }
}
