// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.agent.Agent;
import io.berth.kit.RetainedOutput;
import io.berth.spi.Capabilities;
import io.berth.spi.Resources;
import io.berth.spi.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// What jobs on this machine can and cannot do.
final class HostCapabilities {

  /// How many bytes of files one call writes or reads.
  static final int BATCH = 64 << 20;

  private static final int EXECUTIONS = 1000;
  private static final int LASTING_EXECUTIONS = 200;
  private static final int ENVIRONMENTS = 1000;

  private HostCapabilities() {}

  /// No container of any kind, no isolation. Where jobs last, an agent owns their executions;
  /// elsewhere nothing is found again after a restart.
  static Capabilities of(HostSettings settings) {
    boolean lasting = settings.lasting();
    return declared(
        lasting ? Capabilities.Recovery.EXEC : Capabilities.Recovery.NONE,
        lasting ? LASTING_EXECUTIONS : EXECUTIONS,
        lasting ? Agent.ROOM : RetainedOutput.ROOM,
        settings.longestLease());
  }

  private static Capabilities declared(
      Capabilities.Recovery recovery, int executions, long retained, Duration longestLease) {
    return new Capabilities(
        Map.of(),
        Capabilities.Isolation.NONE,
        recovery,
        Set.of(Signal.values()),
        Set.of(),
        Map.of(
            Resources.Kind.CPU, Capabilities.Sizing.IGNORED,
            Resources.Kind.MEMORY, Capabilities.Sizing.IGNORED,
            Resources.Kind.DISK, Capabilities.Sizing.IGNORED,
            Resources.Kind.GPU, Capabilities.Sizing.IGNORED),
        new Capabilities.Limits(
            ENVIRONMENTS, executions, Integer.MAX_VALUE, retained, BATCH, longestLease));
  }
}
