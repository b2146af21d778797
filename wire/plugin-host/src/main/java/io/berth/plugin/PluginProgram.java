// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.os.Program;
import io.berth.sdk.tls.Curve;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Pem;
import io.berth.sdk.tls.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// How a plugin is started as a child: the command, the few variables that it is given, and the
/// folder for its socket.
final class PluginProgram {

  private static final List<String> INHERITED =
      List.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TZ",
          "TMPDIR",
          "XDG_RUNTIME_DIR");

  private final PluginConnect.Way.Run run;
  private final Map<String, String> variables;
  private final Path sockets;
  private final Identity self;

  private PluginProgram(
      PluginConnect.Way.Run run, Map<String, String> variables, Path sockets, Identity self) {
    this.run = run;
    this.variables = variables;
    this.sockets = sockets;
    this.self = self;
  }

  /// @param env the variables of this process, of which a few are passed on
  /// @param runner whom the certificate that the plugin is given speaks for
  static PluginProgram of(PluginConnect.Way.Run run, Map<String, String> env, String runner) {
    try {
      Path sockets =
          Files.createTempDirectory(
              "berth-plugin-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Map<String, String> variables = new LinkedHashMap<>();
      for (List<String> names : List.of(INHERITED, run.inherited())) {
        for (String name : names) {
          String value = env.get(name);
          if (value != null) {
            variables.put(name, value);
          }
        }
      }
      variables.put("BERTH_BACKEND_PLUGIN", "berth");
      variables.put("PLUGIN_PROTOCOL_VERSIONS", "1");
      variables.put("PLUGIN_UNIX_SOCKET_DIR", sockets.toString());
      Identity self = Identity.selfSigned(Curve.P256, runner);
      variables.put("PLUGIN_CLIENT_CERT", self.pem());
      return new PluginProgram(run, variables, sockets, self);
    } catch (IOException e) {
      throw new BerthException(
          List.of(
              BerthError.of(
                  ErrorCode.STORAGE_FAILED,
                  "a folder for the socket of a plugin cannot be made: " + e.getMessage(),
                  null)),
          e);
    }
  }

  PluginChild start(String plugin, PluginLog log) {
    checkDigest(plugin, run);
    return PluginChild.start(
        plugin,
        new Program(run.command(), variables, Path.of("").toAbsolutePath().toString()),
        log);
  }

  /// Waits until a child can be called.
  Endpoint endpoint(String plugin, PluginChild child) throws InterruptedException {
    Handshake handshake = child.handshake(run.start());
    if (handshake.certificate().isEmpty()) {
      return withoutTls(plugin, handshake.address());
    }
    try {
      return new Endpoint(
          handshake.address(),
          null,
          Trust.client(self, List.of(Pem.ofHandshake(handshake.certificate()))),
          "localhost");
    } catch (CertificateException | SSLException e) {
      throw new BerthException(
          List.of(
              BerthError.of(
                  ErrorCode.BACKEND_UNAVAILABLE,
                  "plugin `"
                      + plugin
                      + "` printed a certificate that cannot be used: "
                      + e.getMessage(),
                  "print the leaf in DER, in base64 without padding")),
          e);
    }
  }

  /// The folder of the socket keeps others out; nothing does that for a port.
  private static Endpoint withoutTls(String plugin, PluginAddress address) {
    return switch (address) {
      case PluginAddress.Unix _ -> Endpoint.open(address, null);
      case PluginAddress.Loopback _, PluginAddress.Tls _ ->
          throw new BerthException(
              BerthError.of(
                  ErrorCode.BACKEND_UNAVAILABLE,
                  "plugin `"
                      + plugin
                      + "` listens at "
                      + address
                      + " and printed no certificate:"
                      + " everybody on this machine could call it",
                  "use the certificate in PLUGIN_CLIENT_CERT, or a socket in"
                      + " PLUGIN_UNIX_SOCKET_DIR"));
    };
  }

  /// A file that is not the one that was pinned is not started.
  static void checkDigest(String plugin, PluginConnect.Way.Run run) {
    String pinned = run.sha256();
    if (pinned == null) {
      return;
    }
    Path file = Path.of(run.command().getFirst());
    String found;
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 << 10];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      found = HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      found = "not readable: " + e.getMessage();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    if (!found.equalsIgnoreCase(pinned)) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.CONFIGURATION_INVALID,
              "plugin `"
                  + plugin
                  + "` is pinned to SHA-256 "
                  + pinned
                  + ", and `"
                  + file
                  + "` is "
                  + found,
              "put the right program there, or pin the new one under `connect.sha256`"));
    }
  }

  /// Removes the folder of the socket.
  void close() {
    try (Stream<Path> left = Files.list(sockets)) {
      for (Path each : left.toList()) {
        Files.deleteIfExists(each);
      }
      Files.deleteIfExists(sockets);
    } catch (IOException e) {
      // A plugin put something else there; it is small, private, and in the folder for such things.
    }
  }
}
