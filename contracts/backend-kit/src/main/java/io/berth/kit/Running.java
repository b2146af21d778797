// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import java.io.IOException;
import java.time.Duration;

/// A command that a [Place] started. Output that must be read again is kept for it, not by it.
public interface Running {

  /// Waits for output and returns it, or nothing when the output has ended: when everybody who
  /// could write has closed it, or when it was [cut][#cut] and all before that was read.
  ///
  /// One thread at a time reads, and while nobody does the command waits.
  ///
  /// @param max how many bytes at most
  /// @throws InterruptedException if the waiting thread was interrupted; nothing was taken
  /// @throws IOException if the output is lost: the command counts as lost
  byte[] read(int max) throws InterruptedException, IOException;

  /// Waits for the command itself to end, whatever became of its children.
  ///
  /// @return whether it ended in time
  boolean awaitExit(Duration atMost) throws InterruptedException;

  /// Returns how it ended, after [#awaitExit] said that it did.
  ExecOutcome exit();

  /// Sends a signal that the capabilities declare to the whole tree. [Signal#KILL] also ends what
  /// the command left behind.
  void signal(Signal signal);

  /// Waits until nobody holds its output open any more.
  ///
  /// @return whether that came in time
  default boolean awaitClosed(Duration atMost) throws InterruptedException {
    return true;
  }

  /// Ends the output: what was written until now can be read, and nothing after it.
  default void cut() {}

  /// Is told that the command has its outcome. Its output can still be read.
  default void over() {}

  /// Gives back what it held. Nothing is read any more.
  default void close() {}

  /// Returns a command that was over before it could begin.
  static Running ended(ExecOutcome outcome) {
    return new NeverRan(outcome);
  }
}
