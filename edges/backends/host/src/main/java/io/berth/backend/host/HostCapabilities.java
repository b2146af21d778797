// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

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
  private static final int ENVIRONMENTS = 1000;

  /// No container of any kind, no isolation, nothing found again after a restart.
  static final Capabilities DECLARED =
      new Capabilities(
          Map.of(),
          Capabilities.Isolation.NONE,
          Capabilities.Recovery.NONE,
          Set.of(Signal.values()),
          Set.of(),
          Map.of(
              Resources.Kind.CPU, Capabilities.Sizing.IGNORED,
              Resources.Kind.MEMORY, Capabilities.Sizing.IGNORED,
              Resources.Kind.DISK, Capabilities.Sizing.IGNORED,
              Resources.Kind.GPU, Capabilities.Sizing.IGNORED),
          new Capabilities.Limits(
              ENVIRONMENTS,
              EXECUTIONS,
              Integer.MAX_VALUE,
              RetainedOutput.ROOM,
              BATCH,
              Duration.ofDays(365)));

  private HostCapabilities() {}
}
