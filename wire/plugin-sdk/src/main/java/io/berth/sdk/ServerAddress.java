// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a plugin is served.
public sealed interface ServerAddress {

  /// A socket in a folder that only its owner can enter; made when missing.
  ///
  /// @param token what callers must show, or `null` if the rights on the socket are enough
  record Unix(Path path, @Nullable String token) implements ServerAddress {}

  /// A port of this machine that nothing but this machine reaches.
  ///
  /// @param port 0 for any that is free
  /// @param token what callers must show
  record Loopback(int port, String token) implements ServerAddress {}

  /// Reads `unix:///path` or `tcp://127.0.0.1:port`.
  ///
  /// @param token what callers must show, or `null` for a socket that needs none
  static ServerAddress parse(String address, @Nullable String token) {
    if (address.startsWith("unix://")) {
      return new Unix(Path.of(address.substring("unix://".length())), token);
    }
    for (String prefix : new String[] {"tcp://127.0.0.1:", "tcp://localhost:", "tcp://[::1]:"}) {
      if (address.startsWith(prefix)) {
        return loopback(address, address.substring(prefix.length()), token);
      }
    }
    throw new IllegalArgumentException(
        "`"
            + address
            + "` is no address to serve at: use unix:///path or, with a token,"
            + " tcp://127.0.0.1:port");
  }

  private static Loopback loopback(String address, String port, @Nullable String token) {
    if (token == null || token.isBlank()) {
      throw new IllegalArgumentException("`" + address + "` can be called by anybody: set a token");
    }
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= 65535) {
        return new Loopback(number, token);
      }
    } catch (NumberFormatException e) {
      // Refused below, in the same words as a number out of range.
    }
    throw new IllegalArgumentException("`" + address + "` has no port of 0 to 65535");
  }
}
