// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.backend.host.HostBackendFactory;
import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import io.berth.sdk.tls.Curve;
import io.berth.sdk.tls.Identity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A plugin is tried through TLS, with the calls past the protocol, too.
@Timeout(60)
class TlsIT {

  @TempDir Path work;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aCertificateLetsTheCasesOfTheWireThrough() throws Exception {
    Identity plugin = Identity.selfSigned(Curve.P256, "");
    Identity runner = Identity.selfSigned(Curve.P256, "ci-1");
    Files.writeString(work.resolve("plugin.pem"), plugin.pem());
    Files.writeString(work.resolve("runner.pem"), runner.pem());
    writeKey(runner);
    var factory = new HostBackendFactory(work.resolve("work"), System.getenv());
    var address = new ServerAddress.Tls("localhost", 0, plugin, List.of(runner.certificate()));
    try (var server = PluginServer.start(factory, address, "test")) {
      assertThat(
              verify(
                  server.address(),
                  "INFO-02,INFO-07,WIR-01,CFG-03,ENV-01,SEC-03,SEC-04,TCP-02,TCP-03"))
          .isZero();
      assertThat(out.toString()).contains(": 9 cases, 9 passed, in ");

      assertThat(verify(server.address(), "SEC-01")).isEqualTo(1);
      assertThat(out.toString())
          .contains("untried SEC-01")
          .contains("names URI:urn:berth:runner:ID-stranger");
    }
  }

  @Test
  void whatIsMissingForAnAddressIsTold() {
    assertThat(verify("tls://localhost:1", "INFO-01", "--server-name")).isEqualTo(2);
    assertThat(new VerifyTool().run(writer(out), writer(err), "--connect", "x", "--ca", "y"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("`--server-name` is no option, or lacks its value")
        .contains("--ca, --cert, --key and --server-name are for addresses of tls://");
  }

  private int verify(String address, String cases, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--connect", address, "--case", cases));
    arguments.addAll(
        List.of(
            "--ca", work.resolve("plugin.pem").toString(),
            "--cert", work.resolve("runner.pem").toString(),
            "--key", work.resolve("runner.key").toString()));
    arguments.addAll(List.of(more));
    return new VerifyTool().run(writer(out), writer(err), arguments.toArray(new String[0]));
  }

  private static PrintWriter writer(StringWriter text) {
    return new PrintWriter(text, true);
  }

  private void writeKey(Identity identity) throws IOException {
    Path file = work.resolve("runner.key");
    Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(identity.key().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
