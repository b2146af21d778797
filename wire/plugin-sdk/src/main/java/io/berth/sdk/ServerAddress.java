// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.sdk.tls.Identity;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a plugin is served, and to whom.
public sealed interface ServerAddress {

  /// A socket in a folder that only its owner can enter; made when missing.
  ///
  /// @param token what callers must show, or `null` if it is enough who they are
  /// @param users by name or number, who may call besides the user that serves
  record Unix(Path path, @Nullable String token, Set<String> users) implements ServerAddress {

    public Unix {
      users = Set.copyOf(users);
    }

    /// For the user that serves, and whoever has the token if there is one.
    public Unix(Path path, @Nullable String token) {
      this(path, token, Set.of());
    }
  }

  /// A port of this machine that nothing but this machine reaches.
  ///
  /// @param port 0 for any that is free
  /// @param token what callers must show
  record Loopback(int port, String token) implements ServerAddress {}

  /// A port for other machines. Callers show a certificate, and speak for the runners that [it
  /// names][io.berth.sdk.tls.RunnerNames].
  ///
  /// @param host the address of this machine to listen at
  /// @param port 0 for any that is free
  /// @param self what callers are shown
  /// @param authorities who signs the certificates of callers
  record Tls(String host, int port, Identity self, List<X509Certificate> authorities)
      implements ServerAddress {

    public Tls {
      authorities = List.copyOf(authorities);
    }
  }

  /// A socket for the runner that started this process.
  ///
  /// @param socket where, in a folder that only its owner can enter
  /// @param trust what both sides show, or `null` without certificates
  record Child(Path socket, @Nullable ChildTrust trust) implements ServerAddress {}

  /// The certificates of a child and its parent.
  record ChildTrust(Identity self, X509Certificate parent) {}

  /// Reads `unix:///path` or `tcp://127.0.0.1:port`.
  ///
  /// @param token what callers must show, or `null` for a socket that needs none
  static ServerAddress parse(String address, @Nullable String token) {
    if (address.startsWith("unix:///")) {
      return new Unix(Path.of(address.substring("unix://".length())), token);
    }
    for (String prefix : new String[] {"tcp://127.0.0.1:", "tcp://localhost:", "tcp://[::1]:"}) {
      if (address.startsWith(prefix)) {
        if (token == null || token.isBlank()) {
          throw new IllegalArgumentException(
              "`" + address + "` can be called by anybody: set a token");
        }
        return new Loopback(port(address, address.substring(prefix.length())), token);
      }
    }
    throw new IllegalArgumentException(
        "`"
            + address
            + "` is no address to serve at: use unix:///path or, with a token,"
            + " tcp://127.0.0.1:port");
  }

  /// Reads `tls://host:port`.
  static ServerAddress parse(String address, Identity self, List<X509Certificate> authorities) {
    String prefix = "tls://";
    int colon = address.lastIndexOf(':');
    if (!address.startsWith(prefix) || colon <= prefix.length()) {
      throw new IllegalArgumentException(
          "`" + address + "` is no address to serve at with a certificate: use tls://host:port");
    }
    return new Tls(
        address.substring(prefix.length(), colon),
        port(address, address.substring(colon + 1)),
        self,
        authorities);
  }

  private static int port(String address, String port) {
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= 65535) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, in the same words as a number out of range.
    }
    throw new IllegalArgumentException("`" + address + "` has no port of 0 to 65535");
  }
}
