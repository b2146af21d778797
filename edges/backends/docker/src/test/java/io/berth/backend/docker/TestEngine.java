// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.EngineAddress;
import io.berth.backend.docker.images.DockerLogin;
import io.berth.backend.docker.options.ContainerOptions;
import io.berth.backend.docker.options.Sources;
import io.berth.kit.LiftedBackend;
import io.berth.spi.Setting;
import java.util.Map;
import java.util.Objects;

/// The engine that `dev/private-engine` started for the tests.
final class TestEngine {

  static final String IMAGE = "berth-test/busybox";

  private TestEngine() {}

  /// Returns its address; without one the test is skipped.
  static String address() {
    String address = System.getenv("BERTH_TEST_DOCKER");
    assumeThat(address)
        .as("no engine to test with: run the tests by ./test or dev/private-engine, as root")
        .isNotNull();
    return Objects.requireNonNull(address);
  }

  static DockerEndpoint endpoint() {
    return DockerEndpoint.at(EngineAddress.parse(address(), null));
  }

  static Map<String, String> variables() {
    return Map.of("DOCKER_HOST", address());
  }

  static LiftedBackend backend(LiftedBackend.Surroundings surroundings) {
    DockerEndpoint endpoint = endpoint();
    return new LiftedBackend(
        new DockerPlaces(
            endpoint,
            new DockerLabels(
                IMAGE, Setting.Section.EMPTY, new ContainerOptions(Sources.of(endpoint.name()))),
            new PulledImages(endpoint, DockerLogin.of(Map.of())),
            surroundings.clock()),
        surroundings);
  }
}
