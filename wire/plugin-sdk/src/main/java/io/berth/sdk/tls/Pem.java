// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Certificates and keys in their text form.
public final class Pem {

  private static final String KEY = "PRIVATE KEY";
  private static final int LARGEST = 1 << 20;

  private Pem() {}

  /// Reads all certificates of a file, in their order.
  ///
  /// @throws IOException if there is none or one of them is damaged
  public static List<X509Certificate> certificates(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("`" + file + "` is too large to hold certificates");
    }
    try {
      List<X509Certificate> found = certificates(Files.readString(file));
      if (found.isEmpty()) {
        throw new IOException("`" + file + "` holds no certificate in PEM");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException("`" + file + "` holds a damaged certificate: " + e.getMessage(), e);
    }
  }

  /// Reads all certificates of a text, in their order.
  ///
  /// @throws CertificateException if one of them is damaged
  public static List<X509Certificate> certificates(String text) throws CertificateException {
    List<X509Certificate> found = new ArrayList<>();
    for (byte[] each : blocks(text, "CERTIFICATE")) {
      found.add(certificate(each));
    }
    return found;
  }

  /// Reads a certificate as [Identity#handshakeForm] writes it.
  ///
  /// @throws CertificateException if it is none
  public static X509Certificate ofHandshake(String text) throws CertificateException {
    try {
      return certificate(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new CertificateException("it is not in base64", e);
    }
  }

  private static X509Certificate certificate(byte[] bytes) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  /// Reads the key of a certificate.
  static PrivateKey key(Path file, X509Certificate certificate, Path certificateFile)
      throws IOException {
    String text = new String(SecretFile.bytes(file, LARGEST), StandardCharsets.UTF_8);
    return key(text, "`" + file + "`", certificate, "`" + certificateFile + "`");
  }

  /// Reads the key of a certificate.
  ///
  /// @param place where the text is from, and `certificatePlace` the certificate, for errors
  static PrivateKey key(
      String text, String place, X509Certificate certificate, String certificatePlace)
      throws IOException {
    List<byte[]> keys;
    try {
      keys = blocks(text, KEY);
    } catch (CertificateException e) {
      throw new IOException(place + " holds a damaged key: " + e.getMessage(), e);
    }
    if (keys.size() != 1) {
      throw new IOException(
          place
              + " holds no unencrypted key in PKCS#8: convert it with `openssl pkcs8 -topk8"
              + " -nocrypt`");
    }
    String algorithm = certificate.getPublicKey().getAlgorithm();
    try {
      PrivateKey key =
          KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(keys.getFirst()));
      if (belongs(key, certificate)) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(place + " holds no key for the certificate in " + certificatePlace, e);
    }
    throw new IOException(
        "the key in " + place + " is of another certificate than that in " + certificatePlace);
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = {1};
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(sample);
    Signature checking = Signature.getInstance(algorithm);
    checking.initVerify(certificate.getPublicKey());
    checking.update(sample);
    return checking.verify(signing.sign());
  }

  private static List<byte[]> blocks(String text, String kind) throws CertificateException {
    String begin = "-----BEGIN " + kind + "-----";
    String end = "-----END " + kind + "-----";
    List<byte[]> blocks = new ArrayList<>();
    int from = text.indexOf(begin);
    while (from >= 0) {
      int to = text.indexOf(end, from);
      if (to < 0) {
        throw new CertificateException("it has no end");
      }
      try {
        blocks.add(Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to)));
      } catch (IllegalArgumentException e) {
        throw new CertificateException("it is not in base64", e);
      }
      from = text.indexOf(begin, to);
    }
    return blocks;
  }
}
