// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.berth.backend.docker.DockerBackendFactory;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Containers of a real engine keep what every backend promises, also for a process that comes
/// later.
@Timeout(600)
class DockerIT {

  private static final Scope SCOPE =
      new Scope(
          EnumSet.of(
              Profile.CORE,
              Profile.EXEC,
              Profile.FILES,
              Profile.LAYERS,
              Profile.RECOVERY,
              Profile.SECURITY),
          Set.of(),
          false,
          4);

  @Test
  void containersKeepThePromises() throws Exception {
    String engine = System.getenv("BERTH_TEST_DOCKER");
    assumeThat(engine)
        .as("no engine to test with: run the tests by ./test or dev/private-engine, as root")
        .isNotNull();
    var factory = new DockerBackendFactory(Map.of("DOCKER_HOST", engine), "berth-test/busybox");
    Report report =
        new Verification(
                Subject.inProcess(
                    "docker",
                    () -> factory.create(Setting.Section.EMPTY),
                    "verify",
                    new LabelConfiguration.Form.Legacy("//berth-test/busybox")),
                SCOPE,
                result -> {})
            .run();

    List<String> failures = new ArrayList<>();
    for (Result result : report.results()) {
      if (result.verdict() instanceof Verdict.Failed failed) {
        failures.add(result.id() + ": " + failed.problem());
      }
    }
    assertThat(failures).isEmpty();
  }
}
