// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.AccessMethod;
import io.berth.spi.ExecSpec;
import io.berth.spi.Layout;
import java.io.IOException;
import java.util.List;

/// Where the commands of one environment run: the least that a backend can be.
///
/// It is called only while it can be used, and never after [#remove] said that all is gone. A place
/// that can do more implements [FileCalls], [OwnExecutions], [Terminals] or [LayerCalls] as well.
public interface Place extends TarStreams {

  /// Returns where things are in it. All folders exist.
  Layout layout();

  /// Starts a command that was not started before.
  ///
  /// @return what runs, or [Running#ended] with why the program cannot be started
  /// @throws IOException if the platform failed: the command counts as lost
  Running start(ExecSpec spec) throws IOException;

  /// Returns the ways into it besides these calls.
  default List<AccessMethod> access() {
    return List.of();
  }

  /// Writes new marks on the platform: the lease was renewed, or the owner is another.
  default void mark(Marks marks) throws IOException {}

  /// Ends, for good, what still runs in it after its executions were killed, and leaves its files.
  default void stop() throws IOException {}

  /// Ends all that runs in it and deletes it. It is called again if it failed or left something.
  ///
  /// @return whether nothing is left
  boolean remove() throws IOException;
}
