// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// The certificates with which an engine behind TLS is reached.
///
/// @param folder holds `ca.pem`, `cert.pem` and `key.pem`
record ClientCertificates(Path folder) {

  private static final char[] NO_PASSWORD = {};
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /// Puts TLS over a connection. The engine must show a certificate for the host.
  SSLSocket over(Socket socket, String host, int port) throws IOException {
    try {
      var tls = (SSLSocket) context().getSocketFactory().createSocket(socket, host, port, true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return tls;
    } catch (GeneralSecurityException e) {
      socket.close();
      throw new IOException("the certificates in `" + folder + "` cannot be used: " + e, e);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private SSLContext context() throws GeneralSecurityException, IOException {
    KeyStore trusted = empty();
    int count = 0;
    for (Certificate each : certificates("ca.pem")) {
      trusted.setCertificateEntry("ca" + count++, each);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    Certificate[] own = certificates("cert.pem").toArray(new Certificate[0]);
    KeyStore shown = empty();
    shown.setKeyEntry("own", key(own[0]), NO_PASSWORD, own);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(shown, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private Collection<? extends Certificate> certificates(String name)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IOException("`" + folder.resolve(name) + "` holds no certificate in PEM");
      }
      return found;
    }
  }

  private PrivateKey key(Certificate owner) throws GeneralSecurityException, IOException {
    Path file = folder.resolve("key.pem");
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "`"
              + file
              + "` holds no unencrypted key in PKCS#8: convert it with `openssl pkcs8 -topk8"
              + " -nocrypt`");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    return KeyFactory.getInstance(owner.getPublicKey().getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }
}
