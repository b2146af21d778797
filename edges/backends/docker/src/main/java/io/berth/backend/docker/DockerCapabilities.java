// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.agent.Agent;
import io.berth.spi.Capabilities;
import io.berth.spi.Resources;
import io.berth.spi.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// What jobs in a container can and cannot do.
final class DockerCapabilities {

  /// How many bytes of files one call writes or reads.
  static final int BATCH = 64 << 20;

  static final Capabilities DECLARED =
      new Capabilities(
          Map.of(),
          Capabilities.Isolation.CONTAINER,
          Capabilities.Recovery.EXEC,
          Set.of(Signal.values()),
          Set.of(),
          Map.of(
              Resources.Kind.CPU, Capabilities.Sizing.IGNORED,
              Resources.Kind.MEMORY, Capabilities.Sizing.IGNORED,
              Resources.Kind.DISK, Capabilities.Sizing.IGNORED,
              Resources.Kind.GPU, Capabilities.Sizing.IGNORED),
          new Capabilities.Limits(
              1000, 200, Integer.MAX_VALUE, Agent.ROOM, BATCH, Duration.ofDays(365)));

  private DockerCapabilities() {}
}
