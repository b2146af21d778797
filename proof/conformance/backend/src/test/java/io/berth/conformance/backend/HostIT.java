// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.berth.backend.host.HostBackendFactory;
import io.berth.plugin.Endpoint;
import io.berth.plugin.PluginAddress;
import io.berth.plugin.RemoteBackend;
import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import io.berth.spi.BackendFactory;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The host keeps the same promises in this process and behind an address.
@Timeout(300)
class HostIT {

  private static final LabelConfiguration.Form LABEL =
      new LabelConfiguration.Form.Struct(Setting.Section.EMPTY);

  /// Its leases are looked at once a minute, which is too long for this test.
  private static final Scope SCOPE =
      new Scope(EnumSet.complementOf(EnumSet.of(Profile.LEASES)), Set.of(), false, 2);

  @TempDir Path work;

  @Test
  void theHostKeepsTheSamePromisesInThisProcessAndBehindAnAddress() throws Exception {
    var factory = HostBackendFactory.lasting(work.resolve("work"), System.getenv());
    Path socket = work.resolve("s").resolve("b.sock");
    Report inProcess =
        new Verification(
                Subject.inProcess(
                    "host", () -> factory.create(Setting.Section.EMPTY), "verify", LABEL),
                SCOPE,
                result -> {})
            .run();
    Report served;
    try (var server = new Served(factory, new ServerAddress.Unix(socket, null))) {
      PluginAddress address = PluginAddress.parse("unix://" + socket);
      try (var wire = new Wire(Endpoint.open(address, null), Set.of());
          var backend = connect(address, "verify")) {
        served =
            new Verification(
                    new Subject(
                        "host",
                        backend,
                        "verify",
                        Setting.Section.EMPTY,
                        LABEL,
                        runner -> connect(address, runner),
                        wire,
                        null,
                        server::restart),
                    SCOPE,
                    result -> {})
                .run();
      }
    }

    assertThat(failures(inProcess)).isEmpty();
    assertThat(failures(served)).isEmpty();
    assertThat(verdicts(inProcess)).isEqualTo(verdicts(served));
    assertThat(verdicts(served))
        .contains(entry("RAT-07", "passed"), entry("REC-03", "passed"), entry("REC-05", "passed"));
  }

  /// A server that is started anew at its address, and forgets what it knew.
  private static final class Served implements AutoCloseable {

    private final BackendFactory factory;
    private final ServerAddress address;
    private PluginServer server;

    Served(BackendFactory factory, ServerAddress address) throws IOException {
      this.factory = factory;
      this.address = address;
      this.server = PluginServer.start(factory, address, "test");
    }

    void restart() throws IOException {
      server.close();
      server = PluginServer.start(factory, address, "test");
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private static RemoteBackend connect(PluginAddress address, String runner) {
    return RemoteBackend.connect(
        address,
        null,
        new RemoteBackend.Settled("host", runner, Setting.Section.EMPTY, Duration.ofSeconds(5)));
  }

  private static List<String> failures(Report report) {
    List<String> failures = new ArrayList<>();
    for (Result result : report.results()) {
      if (result.verdict() instanceof Verdict.Failed failed) {
        failures.add(result.id() + ": " + failed.problem());
      }
    }
    return failures;
  }

  /// What came of the cases that are of both carriers.
  private static Map<String, String> verdicts(Report report) {
    Map<String, String> verdicts = new TreeMap<>();
    for (Result result : report.results()) {
      switch (result.profile()) {
        case CORE, EXEC, FILES, LAYERS, LEASES, RECOVERY ->
            verdicts.put(result.id(), result.verdict().word());
        case SECURITY, WIRE, TCP, MANAGED -> {}
      }
    }
    return verdicts;
  }
}
