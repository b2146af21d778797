// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Curve.class)
  void aCertificateServesBothSidesAndSignsItself(Curve curve) throws Exception {
    X509Certificate certificate = Identity.selfSigned(curve, "").certificate();

    certificate.checkValidity();
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
    assertThat(certificate.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getKeyUsage())
        .containsExactly(true, false, false, false, true, true, false, false, false);
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThat(certificate.getSerialNumber().signum()).isPositive();
  }

  @Test
  void aCertificateNamesTheRunnersItSpeaksFor() {
    assertThat(RunnerNames.of(Identity.selfSigned(Curve.P256, "ci-1").certificate()))
        .isEqualTo(Set.of("ci-1"));
    assertThat(RunnerNames.of(Identity.selfSigned(Curve.P256, "").certificate())).isEmpty();
  }

  @Test
  void bothTextFormsAreReadAsTheyWereWritten() throws Exception {
    Identity identity = Identity.selfSigned(Curve.P521, "");

    assertThat(Pem.certificates(identity.pem() + "\n" + identity.pem()))
        .isEqualTo(List.of(identity.certificate(), identity.certificate()));
    assertThat(Pem.ofHandshake(identity.handshakeForm())).isEqualTo(identity.certificate());
    assertThat(identity.handshakeForm()).doesNotEndWith("=").doesNotContain("\n");
  }

  @Test
  void filesAreReadOnlyIfNobodyElseCanReadTheKey() throws Exception {
    Identity identity = Identity.selfSigned(Curve.P256, "");
    Path certificate = Files.writeString(folder.resolve("c.pem"), identity.pem());
    Path key = keyFile("k.pem", identity);

    assertThat(Identity.read(certificate, key)).isEqualTo(identity);

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> Identity.read(certificate, key))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "`" + key + "` can be read by others than its owner: run `chmod 600 " + key + "`");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    Identity identity = Identity.selfSigned(Curve.P256, "");
    Path certificate = Files.writeString(folder.resolve("c.pem"), identity.pem());
    Path key = keyFile("k.pem", Identity.selfSigned(Curve.P256, ""));

    assertThatThrownBy(() -> Identity.read(certificate, key))
        .hasMessage(
            "the key in `"
                + key
                + "` is of another certificate than that in `"
                + certificate
                + "`");
  }

  @Test
  void whatIsNoCertificateIsSaidToBeNone() throws Exception {
    Path file = Files.writeString(folder.resolve("c.pem"), "hello");

    assertThatThrownBy(() -> Pem.certificates(file))
        .hasMessage("`" + file + "` holds no certificate in PEM");
    assertThatThrownBy(() -> Pem.ofHandshake("!")).isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> Pem.ofHandshake("AAAA")).isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> Pem.certificates("-----BEGIN CERTIFICATE-----\nAA"))
        .hasMessage("it has no end");
  }

  @Test
  void aTokenIsOneWordInAFileOfItsOwner() throws Exception {
    Path file = secret("t", "s3cret\n");
    assertThat(SecretFile.token(file)).isEqualTo("s3cret");

    Path empty = secret("e", "\n");
    assertThatThrownBy(() -> SecretFile.token(empty)).hasMessageContaining("is empty");
    Path two = secret("w", "one two");
    assertThatThrownBy(() -> SecretFile.token(two)).hasMessageContaining("more than one word");
    Path large = secret("l", "x".repeat(4097));
    assertThatThrownBy(() -> SecretFile.token(large)).hasMessageContaining("larger than 4096");
    assertThatThrownBy(() -> SecretFile.token(folder)).hasMessageContaining("no regular file");
    assertThatThrownBy(() -> SecretFile.token(folder.resolve("no")))
        .hasMessageContaining("is not there");
  }

  private Path keyFile(String name, Identity identity) throws IOException {
    return secret(
        name,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(identity.key().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  private Path secret(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
