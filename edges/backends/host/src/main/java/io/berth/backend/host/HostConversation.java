// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.os.PseudoTerminal;
import io.berth.os.TerminalSize;
import io.berth.spi.Chunk;
import io.berth.spi.Conversation;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import java.io.IOException;

/// One process of this machine with a terminal.
///
/// @param execution the process
/// @param terminal what it finds as its terminal
record HostConversation(HostExecution execution, PseudoTerminal terminal) implements Conversation {

  @Override
  public void type(byte[] keys) throws IOException {
    terminal.write(keys);
  }

  @Override
  public void resize(int columns, int rows) {
    terminal.resize(new TerminalSize(columns, rows));
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
