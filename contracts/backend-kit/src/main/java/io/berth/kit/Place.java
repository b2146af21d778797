// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.AccessMethod;
import io.berth.spi.ExecSpec;
import io.berth.spi.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// Where the commands of one environment run: the least that a backend can be.
///
/// It is called only while it can be used, and never after [#remove] said that all is gone. A place
/// that can do more implements [FileCalls], [OwnExecutions], [Terminals] or [LayerCalls] as well.
public interface Place {

  /// Returns where things are in it. All folders exist.
  Layout layout();

  /// Starts a command that was not started before.
  ///
  /// @return what runs, or [Running#ended] with why the program cannot be started
  /// @throws IOException if the platform failed: the command counts as lost
  Running start(ExecSpec spec) throws IOException;

  /// Unpacks a POSIX tar stream below `directory`, creating it and the folders above each entry,
  /// and leaves those that are there as they are.
  ///
  /// @throws IOException if reading `tar` fails or an entry leads out of `directory`
  void copyIn(String directory, InputStream tar) throws IOException;

  /// Packs a file, under its own name, or what is in a folder, as a POSIX tar stream.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is nothing at `path`
  void copyOut(String path, OutputStream tar) throws IOException;

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
