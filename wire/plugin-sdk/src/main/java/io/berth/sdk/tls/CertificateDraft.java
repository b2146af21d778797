// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A certificate that signs itself and serves both sides of a connection.
///
/// The JDK reads certificates and makes none. This is the one form that a parent and its child need
/// of each other; a library for all forms has several megabytes.
final class CertificateDraft {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");

  /// Clocks differ.
  private static final Duration EARLIER = Duration.ofHours(1);

  private static final Duration LIFE = Duration.ofDays(3650);

  private static final int DNS = 0x82;
  private static final int ADDRESS = 0x87;
  private static final int URI = 0x86;

  private CertificateDraft() {}

  /// @param runner whom it names besides `localhost`, or empty
  static X509Certificate signedBy(KeyPair keys, String runner, Instant now)
      throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.object(1, 2, 840, 10045, 4, 3, 2 + strength(keys)));
    byte[] name =
        Der.sequence(Der.set(Der.sequence(Der.object(2, 5, 4, 3), Der.text("localhost"))));
    byte[] unsigned =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
            algorithm,
            name,
            Der.sequence(time(now.minus(EARLIER)), time(now.plus(LIFE))),
            name,
            keys.getPublic().getEncoded(),
            Der.tagged(0xa3, extensions(runner)));
    Signature signature = Signature.getInstance("SHA" + digest(keys) + "withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(unsigned);
    byte[] whole = Der.sequence(unsigned, algorithm, Der.bits(0, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static int strength(KeyPair keys) {
    return digest(keys) == 512 ? 2 : 0;
  }

  private static int digest(KeyPair keys) {
    return ((java.security.interfaces.ECKey) keys.getPublic()).getParams().getOrder().bitLength()
            > 384
        ? 512
        : 256;
  }

  private static byte[] time(Instant time) {
    return Der.time(TIME.format(time.atOffset(ZoneOffset.UTC)));
  }

  private static byte[] extensions(String runner) {
    // It signs itself, so it is an authority; digitalSignature, keyAgreement and keyCertSign.
    byte[] basic = Der.sequence(Der.yes());
    byte[] usage = Der.bits(2, (byte) 0b1000_1100);
    byte[] purposes =
        Der.sequence(Der.object(1, 3, 6, 1, 5, 5, 7, 3, 1), Der.object(1, 3, 6, 1, 5, 5, 7, 3, 2));
    return Der.sequence(
        extension(Der.object(2, 5, 29, 19), true, basic),
        extension(Der.object(2, 5, 29, 15), true, usage),
        extension(Der.object(2, 5, 29, 37), false, purposes),
        extension(Der.object(2, 5, 29, 17), false, names(runner)));
  }

  private static byte[] extension(byte[] which, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(which, Der.yes(), Der.octets(value))
        : Der.sequence(which, Der.octets(value));
  }

  private static byte[] names(String runner) {
    byte[] host = Der.tagged(DNS, "localhost".getBytes(StandardCharsets.US_ASCII));
    byte[] address = Der.tagged(ADDRESS, new byte[] {127, 0, 0, 1});
    return runner.isEmpty()
        ? Der.sequence(host, address)
        : Der.sequence(
            host,
            address,
            Der.tagged(URI, (RunnerNames.PREFIX + runner).getBytes(StandardCharsets.US_ASCII)));
  }
}
