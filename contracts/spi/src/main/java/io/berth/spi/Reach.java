// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an access method is reached. Secrets are in it: it is for the runner and nobody else.
@Experimental
public sealed interface Reach {

  /// Returns what is spoken there.
  default AccessMethod.Kind kind() {
    return switch (this) {
      case Docker _ -> AccessMethod.Kind.DOCKER;
      case Ssh _ -> AccessMethod.Kind.SSH;
    };
  }

  /// The HTTP interface of Docker and Podman.
  ///
  /// @param address `unix:///path` or `tcp://host:port`, as the runner reaches it
  /// @param certificates for TCP, or `null` for a socket
  record Docker(String address, @Nullable Certificates certificates) implements Reach {}

  /// What both sides of a TLS connection show, in PEM.
  ///
  /// @param authority who signed the certificate of the other side
  /// @param certificate what to show
  /// @param key of the certificate, unencrypted, in PKCS#8
  record Certificates(String authority, String certificate, String key) {

    /// Says nothing of the key.
    @Override
    public String toString() {
      return "Certificates[]";
    }
  }

  /// SSH.
  ///
  /// @param privateKey of the user
  /// @param hostKeys at least one, as in a file of known hosts without the host
  record Ssh(String host, int port, String user, String privateKey, List<String> hostKeys)
      implements Reach {

    public Ssh {
      hostKeys = List.copyOf(hostKeys);
    }

    /// Says where it is, never the key.
    @Override
    public String toString() {
      return "Ssh[" + user + "@" + host + ":" + port + "]";
    }
  }
}
