// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import io.berth.spi.DuplexStream;
import java.io.IOException;
import java.util.List;

/// Runs a command inside an environment and carries its standard input and output: a process of
/// this machine, `docker exec`, a channel of SSH.
@FunctionalInterface
public interface Carrier {

  /// Starts a command. Closing the stream gives up on it; what it left in the background lives on.
  ///
  /// @throws IOException if the environment cannot be reached
  DuplexStream run(List<String> command) throws IOException;
}
