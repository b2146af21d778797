// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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

  /// A port of any machine, with certificates on both sides.
  record Tls(String host, int port) implements PluginAddress {
    @Override
    public String toString() {
      return "tls://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /// Reads `unix:///path`, `tcp://127.0.0.1:port` or `tls://host:port`.
  static PluginAddress parse(String address) {
    if (address.startsWith("unix:///")) {
      return new Unix(Path.of(address.substring("unix://".length())));
    }
    for (String prefix : new String[] {"tcp://127.0.0.1:", "tcp://localhost:", "tcp://[::1]:"}) {
      if (address.startsWith(prefix)) {
        int port = port(address.substring(prefix.length()));
        if (port > 0) {
          return new Loopback(port);
        }
      }
    }
    PluginAddress tls = address.startsWith("tls://") ? tls(address.substring(6)) : null;
    if (tls != null) {
      return tls;
    }
    throw new IllegalArgumentException(
        "`"
            + address
            + "` is no address of a plugin: use unix:///path, tcp://127.0.0.1:port or"
            + " tls://host:port");
  }

  /// Returns whether a text is meant as an address.
  static boolean looksLike(String text) {
    return text.startsWith("unix:") || text.startsWith("tcp:") || text.startsWith("tls:");
  }

  private static @Nullable PluginAddress tls(String place) {
    int colon = place.lastIndexOf(':');
    if (colon <= 0) {
      return null;
    }
    String host = place.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = port(place.substring(colon + 1));
    return port > 0 && !host.isEmpty() && host.indexOf('/') < 0 ? new Tls(host, port) : null;
  }

  /// Returns 0 for what is no port.
  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0 && port <= 65535 ? port : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
