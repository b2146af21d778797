// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.conformance.backend.Subject;
import io.berth.conformance.backend.Wire;
import io.berth.plugin.Endpoint;
import io.berth.plugin.PluginAddress;
import io.berth.plugin.RemoteBackend;
import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import io.berth.sdk.tls.Curve;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Trust;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The test backend at an address of the kind that a case needs.
///
/// @param server which can be reached
/// @param endpoint where
/// @param command what starts the same as a child
record Served(PluginServer server, Endpoint endpoint, List<String> command)
    implements AutoCloseable {

  private static final String TOKEN = "the-token-of-the-test";
  private static final String RUNNER = "verify";

  static Served start(TestBackendFactory factory, Path folder, String id, List<String> command)
      throws IOException {
    return switch (id) {
      case "TCP-01", "SEC-05" -> {
        PluginServer server = TestServer.start(factory, new ServerAddress.Loopback(0, TOKEN));
        yield new Served(server, Endpoint.open(address(server), TOKEN), command);
      }
      case "TCP-02" -> {
        Identity runner = Identity.selfSigned(Curve.P256, RUNNER);
        Identity plugin = Identity.selfSigned(Curve.P256, "");
        PluginServer server =
            TestServer.start(
                factory,
                new ServerAddress.Tls("localhost", 0, plugin, List.of(runner.certificate())));
        yield new Served(
            server,
            new Endpoint(
                address(server),
                null,
                Trust.client(runner, List.of(plugin.certificate())),
                "localhost"),
            command);
      }
      default -> {
        PluginServer server =
            TestServer.start(
                factory, new ServerAddress.Unix(folder.resolve("s").resolve("p.sock"), null));
        yield new Served(server, Endpoint.open(address(server), null), command);
      }
    };
  }

  private static PluginAddress address(PluginServer server) {
    return PluginAddress.parse(server.address());
  }

  RemoteBackend connect(String runner) {
    return RemoteBackend.connect(
        endpoint,
        new RemoteBackend.Settled("test", runner, Setting.Section.EMPTY, Duration.ofSeconds(2)));
  }

  Subject subject(LabelConfiguration.Form label, RemoteBackend backend, Wire wire) {
    return new Subject(
        "test", backend, RUNNER, Setting.Section.EMPTY, label, this::connect, wire, command, null);
  }

  Wire wire() {
    return new Wire(endpoint, Set.of());
  }

  @Override
  public void close() {
    server.close();
  }
}
