// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// One command inside an [Environment], running or ended.
public interface Execution {

  /// Returns the name that the caller chose.
  ExecId id();

  /// Waits for output after `from` and returns it, or an empty chunk when the output has ended.
  ///
  /// Both streams of the command arrive merged, in the order in which they were written. The output
  /// ends when the command has ended and its pipe is closed, or, if a child it left behind still
  /// holds the pipe, 5 seconds after the command ended.
  ///
  /// A caller that never calls anything durable comes to the end of the room that is kept for it
  /// ([Capabilities.Limits#retainedBytes]) and then waits for ever, as the command does.
  ///
  /// @param from the position after the last byte that the caller has, a byte offset
  /// @param durable everything before it has been stored by the caller and may be forgotten; at
  ///     most `from`
  /// @throws InterruptedException if the waiting thread was interrupted; the command runs on
  Chunk read(long from, long durable) throws InterruptedException;

  /// Waits for the end.
  ///
  /// @throws InterruptedException if the waiting thread was interrupted; the command runs on
  ExecOutcome outcome() throws InterruptedException;

  /// Begins to send the signals of a sequence, the next whenever the command has not ended in time,
  /// and returns at once.
  @Experimental
  void end(KillSequence sequence);

  /// Sends a signal to the command's whole process tree.
  ///
  /// A command that was asked to end leaves nothing behind: when it has ended after a signal, and
  /// those it started have had up to 5 seconds for as long as they hold its output open, they are
  /// killed before there is an outcome. Once the command has ended a signal has no effect, except
  /// [Signal#KILL], which ends what was left behind.
  void signal(Signal signal);
}
