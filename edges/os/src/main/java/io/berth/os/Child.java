// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.InputStream;
import java.time.Duration;

/// A process that Berth started: the leader of a session of its own, with an empty standard input
/// and both output streams merged into one pipe, unless it was started [apart][Launch#apart].
///
/// Every method may be called from any thread. A wait costs no thread of the operating system.
public interface Child extends AutoCloseable {

  /// The number of the process. It may name another one once [#awaitExit] has returned true.
  long pid();

  /// Waits for output and returns it, or nothing when the output has ended: when everybody who
  /// could write has closed the pipe, or when it was [cut][#cut] and what it held has been read.
  ///
  /// One thread at a time may read.
  ///
  /// @param max how many bytes at most, at least 1
  /// @throws InterruptedException if the waiting thread was interrupted; nothing was taken
  byte[] read(int max) throws InterruptedException;

  /// Waits for the process itself to end, whatever became of its children.
  ///
  /// @return whether it ended in time
  boolean awaitExit(Duration atMost) throws InterruptedException;

  /// Waits until everybody who could write has closed the pipe. What it holds can still be read.
  ///
  /// @return whether that came in time
  boolean awaitClosed(Duration atMost) throws InterruptedException;

  /// How it ended.
  ///
  /// @throws IllegalStateException if it has not
  ExitStatus exit();

  /// Returns what it says on its standard error if it was started [apart][Launch#apart], else
  /// nothing. The thread that reads is a thread of the operating system while it waits.
  default InputStream errors() {
    return InputStream.nullInputStream();
  }

  /// Sends a signal to the process and to what it started that is in no group of its own, also
  /// when the process itself has ended.
  ///
  /// @param signal one of [Signals]
  void signalGroup(int signal);

  /// Ends the output: what the pipe holds now can still be read, what is written to it from now on
  /// is thrown away, so that those who write neither wait nor fail.
  void cut();

  /// Gives the pipe back. Those who still write to it fail from now on.
  @Override
  void close();
}
