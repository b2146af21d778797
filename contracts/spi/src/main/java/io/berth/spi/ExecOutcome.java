// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import io.berth.model.BerthError;
import java.time.Duration;

/// How one command inside an [Environment] ended.
///
/// A command that ran and returned a non-zero status is an [Exited], not an error: the engine
/// decides what a non-zero status means for the step.
public sealed interface ExecOutcome {

  /// The process ended by itself.
  ///
  /// @param code the status as the operating system reported it, 0-255 on POSIX
  record Exited(int code) implements ExecOutcome {}

  /// The process was ended by a signal.
  ///
  /// @param number the number of the signal, 1-64 on POSIX
  record Signalled(int number) implements ExecOutcome {}

  /// The program could not be started: no such file, not executable, no such folder.
  ///
  /// @param code 127 if the program or the folder is not there, 126 if it cannot be executed
  /// @param problem why, in words fit for the job log
  record NotStarted(int code, String problem) implements ExecOutcome {}

  /// The process was stopped because its deadline passed.
  ///
  /// @param limit the deadline that was applied, never longer than the one asked for
  record TimedOut(Duration limit) implements ExecOutcome {}

  /// The process was ended for using more memory than the environment may.
  record OutOfMemory() implements ExecOutcome {}

  /// The process was lost, and how it ended is not known: its keeper or its output is gone. The
  /// environment lives, and more can be run in it.
  ///
  /// @param error why, in words fit for the job log
  record ExecutionLost(BerthError error) implements ExecOutcome {}

  /// The environment disappeared while the process ran; nothing more can be run in it.
  ///
  /// @param error why, in words fit for the job log
  record EnvironmentLost(BerthError error) implements ExecOutcome {}
}
