// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.os.Terminal;
import io.berth.os.TerminalSize;
import io.berth.spi.Chunk;
import io.berth.spi.Conversation;
import io.berth.spi.Signal;
import java.io.IOException;

/// Carries keys from a terminal to a command and what it shows back, until it has ended.
final class Talk {

  private final Terminal terminal;
  private final Conversation conversation;
  private TerminalSize size;
  private volatile boolean over;

  Talk(Terminal terminal, Conversation conversation, TerminalSize size) {
    this.terminal = terminal;
    this.conversation = conversation;
    this.size = size;
  }

  void hold() throws InterruptedException, IOException {
    terminal.raw();
    Thread typing = Thread.ofPlatform().name("keyboard").daemon().start(this::type);
    try {
      long position = 0;
      Chunk chunk = conversation.read(position, position);
      while (!chunk.isEnd()) {
        terminal.write(chunk.bytes());
        position = chunk.end();
        chunk = conversation.read(position, position);
      }
      conversation.outcome();
    } finally {
      over = true;
      typing.join();
      terminal.restore();
    }
  }

  private void type() {
    try {
      while (!over) {
        byte[] keys = terminal.keys();
        if (keys.length > 0) {
          conversation.type(keys);
        }
        terminal.size().filter(now -> !now.equals(size)).ifPresent(this::resize);
      }
    } catch (IOException e) {
      // Either side is gone. If it is the person's, nobody will leave the shell any more.
      if (!over) {
        conversation.signal(Signal.KILL);
      }
    }
  }

  private void resize(TerminalSize now) {
    size = now;
    conversation.resize(now.columns(), now.rows());
  }
}
