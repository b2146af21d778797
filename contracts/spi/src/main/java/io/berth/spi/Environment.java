// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
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

  /// Starts a command on a terminal of its own, for a person to talk with, and returns at once.
  ///
  /// @param columns of the terminal at first, at least 1
  /// @param rows of the terminal at first, at least 1
  /// @throws io.berth.model.BerthException B1007 unless the backend [has
  ///     terminals][Backend#hasTerminals], B3001 if there is none left
  @Experimental
  default Conversation converse(ExecSpec spec, int columns, int rows) {
    throw new BerthException(
        BerthError.of(
            ErrorCode.LAYER_UNSUPPORTED,
            "this environment has no terminal for a person to talk with a command",
            "use a backend that has terminals"));
  }

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

  /// Lists everything below a folder: a folder before what is in it, the names in a folder ordered
  /// by their bytes in UTF-8.
  ///
  /// @param directory an absolute path inside the environment
  /// @param followLinks whether links to folders are entered; one that leads back into itself is
  ///     not
  /// @param max how many to return at most
  /// @throws IOException if the folder cannot be read or holds more than `max`
  List<FileEntry> listFiles(String directory, boolean followLinks, int max) throws IOException;

  /// Hashes files where they are, in the order asked for. A file that is not there is no error.
  ///
  /// @param paths absolute paths inside the environment
  List<FileHash> hashFiles(List<String> paths) throws IOException;

  /// Returns the ids of all executions it knows, running and ended.
  List<ExecId> executions();

  /// Forgets an execution that has ended, with its output. Has no effect if it runs or is unknown.
  void forget(ExecId id);

  /// Makes the container that the steps run in from now on.
  ///
  /// @throws io.berth.model.BerthException B1007 if the backend does not declare
  ///     [Layer#JOB_CONTAINER]
  @Experimental
  Container createJobContainer(ContainerSpec spec) throws InterruptedException;

  /// Makes a container that runs beside the steps and returns when it is healthy.
  ///
  /// @throws io.berth.model.BerthException B1007 if the backend does not declare [Layer#SERVICE]
  @Experimental
  Container createServiceContainer(ContainerSpec spec) throws InterruptedException;

  /// Runs a container for one step and returns its execution.
  ///
  /// @param id the name by which the execution is found again
  /// @throws io.berth.model.BerthException B1007 if the backend does not declare
  ///     [Layer#STEP_CONTAINER]
  @Experimental
  Execution createStepContainer(ExecId id, ContainerSpec spec) throws InterruptedException;

  /// Builds an image that containers of this environment can be made from.
  ///
  /// @return the name to give as [ContainerSpec#image]
  /// @throws io.berth.model.BerthException B1007 if the backend does not declare
  ///     [Layer#IMAGE_BUILD]
  @Experimental
  String buildImage(ImageBuild build) throws InterruptedException;

  /// Returns the ways into it besides these calls.
  @Experimental
  List<AccessMethod> access();

  /// Ends everything that runs in it, for good, and leaves its files where they are for a person to
  /// look at. What ran ends as lost; only [#remove] may follow.
  void stop();

  /// Destroys the environment and all it started. Calling it again has no effect.
  void remove();
}
