// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.Chunk;
import io.berth.spi.Conversation;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import java.io.IOException;

/// A command with a terminal.
///
/// @param execution the command
/// @param talking its terminal
record LiftedConversation(LiftedExecution execution, Terminals.Talking talking)
    implements Conversation {

  @Override
  public void type(byte[] keys) throws IOException {
    talking.type(keys);
  }

  @Override
  public void resize(int columns, int rows) {
    talking.resize(columns, rows);
  }

  @Override
  public ExecId id() {
    return execution.id();
  }

  @Override
  public Chunk read(long from, long durable) throws InterruptedException {
    return execution.read(from, durable);
  }

  @Override
  public ExecOutcome outcome() throws InterruptedException {
    return execution.outcome();
  }

  @Override
  public void end(KillSequence sequence) {
    execution.end(sequence);
  }

  @Override
  public void signal(Signal signal) {
    execution.signal(signal);
  }
}
