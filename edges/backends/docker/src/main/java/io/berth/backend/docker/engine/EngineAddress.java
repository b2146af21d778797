// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where an engine listens, as `DOCKER_HOST` writes it.
public sealed interface EngineAddress {

  /// A socket in a folder of this machine.
  record Unix(Path socket) implements EngineAddress {
    @Override
    public String toString() {
      return "unix://" + socket;
    }
  }

  /// TCP with nothing around it: whoever reaches the port owns the engine's machine.
  record Tcp(String host, int port) implements EngineAddress {
    @Override
    public String toString() {
      return "tcp://" + host + ":" + port;
    }
  }

  /// TCP with TLS, a certificate on both sides.
  ///
  /// @param certificates the folder of `ca.pem`, `cert.pem` and `key.pem`
  record Tls(String host, int port, Path certificates) implements EngineAddress {
    @Override
    public String toString() {
      return "tcp://" + host + ":" + port + " (TLS)";
    }
  }

  /// The engine of another machine, through that machine's `docker system dial-stdio`.
  ///
  /// @param destination `HOST` or `USER@HOST`
  /// @param port 0 for the usual one
  record Ssh(String destination, int port) implements EngineAddress {
    @Override
    public String toString() {
      return "ssh://" + destination + (port == 0 ? "" : ":" + port);
    }
  }

  /// Reads an address.
  ///
  /// @param certificates the folder of the certificates for TLS, or `null` for none
  /// @throws IllegalArgumentException with a message for a person
  static EngineAddress parse(String text, @Nullable Path certificates) {
    if (text.startsWith("unix://")) {
      return new Unix(absolute(text, text.substring("unix://".length())));
    }
    if (text.startsWith("/")) {
      return new Unix(absolute(text, text));
    }
    URI uri = uri(text);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    String host = uri.getHost();
    if (host == null || host.startsWith("-")) {
      throw new IllegalArgumentException("`" + text + "` names no host");
    }
    return switch (scheme) {
      case "tcp", "http", "https" -> {
        boolean tls = certificates != null || scheme.equals("https");
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 2376 : 2375;
        if (tls && certificates == null) {
          throw new IllegalArgumentException(
              "`" + text + "` is TLS, and no folder of certificates is given (DOCKER_CERT_PATH)");
        }
        yield certificates == null ? new Tcp(host, port) : new Tls(host, port, certificates);
      }
      case "ssh" -> {
        String user = uri.getUserInfo();
        if (user != null && (user.startsWith("-") || user.contains(":"))) {
          throw new IllegalArgumentException("`" + text + "` names a user that none can be");
        }
        yield new Ssh(user == null ? host : user + "@" + host, Math.max(0, uri.getPort()));
      }
      default ->
          throw new IllegalArgumentException(
              "`" + text + "` begins with none of `unix://`, `tcp://`, `https://` and `ssh://`");
    };
  }

  private static Path absolute(String text, String path) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("`" + text + "` names no absolute path");
    }
    return Path.of(path);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("`" + text + "` is no address", e);
    }
  }
}
