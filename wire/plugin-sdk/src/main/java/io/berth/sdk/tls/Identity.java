// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// One side of a connection: what it shows, and the key that proves it.
///
/// @param chain its certificate, and those between it and its authority
public record Identity(PrivateKey key, List<X509Certificate> chain) {

  public Identity {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("an identity has a certificate");
    }
    chain = List.copyOf(chain);
  }

  /// Makes an identity for `localhost` that nobody but its receiver knows.
  ///
  /// @param runner whom it speaks for, or empty
  public static Identity selfSigned(Curve curve, String runner) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve.standardName()));
      var keys = generator.generateKeyPair();
      return new Identity(
          keys.getPrivate(), List.of(CertificateDraft.signedBy(keys, runner, Instant.now())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has elliptic curves", e);
    }
  }

  /// Reads an identity from files in PEM.
  ///
  /// @param key unencrypted, in PKCS#8; readable by its owner alone
  /// @throws IOException if a file cannot be read, does not hold what it should, or the key is of
  ///     another certificate
  public static Identity read(Path certificate, Path key) throws IOException {
    List<X509Certificate> chain = Pem.certificates(certificate);
    return new Identity(Pem.key(key, chain.getFirst(), certificate), chain);
  }

  /// Reads an identity from texts in PEM.
  ///
  /// @param place where they are from, for errors
  /// @throws IOException if they do not hold what they should, or the key is of another certificate
  public static Identity of(String certificate, String key, String place) throws IOException {
    List<X509Certificate> chain;
    try {
      chain = Pem.certificates(certificate);
    } catch (CertificateException e) {
      throw new IOException(place + " has a damaged certificate: " + e.getMessage(), e);
    }
    if (chain.isEmpty()) {
      throw new IOException(place + " has no certificate in PEM");
    }
    return new Identity(Pem.key(key, place, chain.getFirst(), place), chain);
  }

  /// The certificate without what is between it and its authority.
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /// Returns the certificate as text, as `PLUGIN_CLIENT_CERT` carries it.
  public String pem() {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /// Returns the certificate as a line that a plugin prints when it starts carries it.
  public String handshakeForm() {
    return Base64.getEncoder().withoutPadding().encodeToString(encoded());
  }

  private byte[] encoded() {
    try {
      return certificate().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  /// Names its certificate and keeps its key to itself.
  @Override
  public String toString() {
    return "Identity[" + certificate().getSubjectX500Principal() + "]";
  }
}
