// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// One live place in which the executions of one job run.
///
/// ## What an implementation promises
///
/// - **Isolation.** It MUST NOT let one environment see another's workspace.
/// - **Identity.** Ids come from the caller. [#start] with an id that is known MUST return that
///   execution and MUST NOT run the command again.
/// - **Output.** It is read, never pushed. The environment MUST keep what no reader has called
///   durable, and MUST block the process, never discard, when its room for that is used up.
/// - **Waiting.** Interrupting a thread MUST end that thread's wait and nothing else: only
///   [Execution#signal] ends a process, only [#remove] ends an environment.
/// - **Exit status.** A non-zero status is an [ExecOutcome.Exited]; it MUST NOT be an exception.
/// - **Threads.** Every method MAY be called from any thread; executions MAY overlap.
public interface Environment {

  /// Returns where things are in it.
  Layout layout();

  /// Starts a command and returns at once. A program that cannot be started is an outcome.
  Execution start(ExecSpec spec);

  /// Returns the execution with this id, running or ended, or empty if the environment never knew
  /// it.
  Optional<Execution> execution(ExecId id);

  /// Writes small files, replacing what is there and making the folders above them.
  ///
  /// @throws IOException if one cannot be written; some may have been
  void writeFiles(List<FileWrite> files) throws IOException;

  /// Reads small files in the order asked for. A file that is not there is no error.
  ///
  /// @param paths absolute paths inside the environment
  /// @param maxBytes how much of each file to return at most
  List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException;

  /// Unpacks a POSIX tar stream below `directory`, creating it if it is missing.
  ///
  /// @param directory an absolute path inside the environment
  /// @throws IOException if reading `tar` fails or an entry leads out of `directory`
  void copyIn(String directory, InputStream tar) throws IOException;

  /// Packs a file or a folder as a POSIX tar stream.
  ///
  /// @param path an absolute path inside the environment
  void copyOut(String path, OutputStream tar) throws IOException;

  /// Destroys the environment and all it started. Calling it again has no effect.
  void remove();
}
