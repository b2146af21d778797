// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.backend.host.HostBackendFactory;
import io.berth.plugin.Endpoint;
import io.berth.plugin.PluginAddress;
import io.berth.plugin.RemoteBackend;
import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
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
    var factory = new HostBackendFactory(work.resolve("work"), System.getenv());
    Path socket = work.resolve("s").resolve("b.sock");
    Report inProcess =
        new Verification(
                Subject.inProcess("host", factory.create(Setting.Section.EMPTY), "verify", LABEL),
                SCOPE,
                result -> {})
            .run();
    Report served;
    try (var server = PluginServer.start(factory, new ServerAddress.Unix(socket, null), "test")) {
      PluginAddress address = PluginAddress.parse(server.address());
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
                        null),
                    SCOPE,
                    result -> {})
                .run();
      }
    }

    assertThat(verdicts(inProcess)).isEqualTo(verdicts(served));
    assertThat(failures(inProcess)).isEmpty();
    assertThat(failures(served)).isEmpty();
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
