// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.sdk.tls.Curve;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a runner and the plugin that it starts find each other: variables in, one line out.
///
/// It is the handshake of HashiCorp's go-plugin.
public final class Handshake {

  /// The variable that says that a runner has started this process, and its value.
  public static final String COOKIE = "BERTH_BACKEND_PLUGIN";

  public static final String COOKIE_VALUE = "berth";

  /// The variable with the versions of the protocol that the runner takes, joined by commas.
  public static final String VERSIONS = "PLUGIN_PROTOCOL_VERSIONS";

  /// The one version that there is.
  public static final String VERSION = "1";

  /// The variable with the folder for the socket.
  public static final String FOLDER = "PLUGIN_UNIX_SOCKET_DIR";

  /// The variable with the certificate of the runner.
  public static final String CERTIFICATE = "PLUGIN_CLIENT_CERT";

  private Handshake() {}

  /// Returns where to serve the runner that started this process, or `null` if none did.
  ///
  /// @param variables of the process
  /// @throws IOException if a runner did, and what it says cannot be followed
  public static ServerAddress.@Nullable Child address(Map<String, String> variables)
      throws IOException {
    if (!COOKIE_VALUE.equals(variables.get(COOKIE))) {
      return null;
    }
    String versions = variables.getOrDefault(VERSIONS, VERSION);
    if (!List.of(versions.split(",", -1)).contains(VERSION)) {
      throw new IOException(
          "the runner speaks the versions " + versions + ", this plugin speaks " + VERSION);
    }
    String folder = variables.getOrDefault(FOLDER, "");
    Path own = Files.createTempDirectory(folder.isEmpty() ? temporary() : Path.of(folder), "b");
    String certificate = variables.getOrDefault(CERTIFICATE, "");
    return new ServerAddress.Child(
        own.resolve("s"), certificate.isEmpty() ? null : trust(certificate));
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
  }

  private static ServerAddress.ChildTrust trust(String certificate) throws IOException {
    try {
      List<X509Certificate> parents = Pem.certificates(certificate);
      if (parents.isEmpty()) {
        throw new IOException("the variable " + CERTIFICATE + " holds no certificate in PEM");
      }
      return new ServerAddress.ChildTrust(Identity.selfSigned(Curve.P256, ""), parents.getFirst());
    } catch (CertificateException e) {
      throw new IOException(
          "the variable " + CERTIFICATE + " holds a damaged certificate: " + e.getMessage(), e);
    }
  }

  /// Returns the line that tells the runner where it is served.
  static String line(ServerAddress.Child child) {
    ServerAddress.ChildTrust trust = child.trust();
    return "1|"
        + VERSION
        + "|unix|"
        + child.socket()
        + "|grpc|"
        + (trust == null ? "" : trust.self().handshakeForm());
  }
}
