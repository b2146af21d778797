// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.Running;
import io.berth.kit.Terminals;
import io.berth.os.PseudoTerminal;
import io.berth.os.TerminalSize;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Signal;
import java.io.IOException;
import java.time.Duration;

/// One process of this machine with a terminal.
///
/// @param command the process
/// @param terminal what it finds as its terminal
record HostTalking(Running command, PseudoTerminal terminal) implements Terminals.Talking {

  @Override
  public void type(byte[] keys) throws IOException {
    terminal.write(keys);
  }

  @Override
  public void resize(int columns, int rows) {
    terminal.resize(new TerminalSize(columns, rows));
  }

  @Override
  public byte[] read(int max) throws InterruptedException, IOException {
    return command.read(max);
  }

  @Override
  public boolean awaitExit(Duration atMost) throws InterruptedException {
    return command.awaitExit(atMost);
  }

  @Override
  public ExecOutcome exit() {
    return command.exit();
  }

  @Override
  public boolean awaitClosed(Duration atMost) throws InterruptedException {
    return command.awaitClosed(atMost);
  }

  @Override
  public void cut() {
    command.cut();
  }

  @Override
  public void signal(Signal signal) {
    command.signal(signal);
  }

  /// The terminal is closed when the command has ended, whoever still has it open.
  @Override
  public void over() {
    terminal.close();
  }

  @Override
  public void close() {
    command.close();
  }
}
