// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Table;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.os.Terminal;
import io.berth.os.TerminalSize;
import io.berth.run.ExitStatus;
import io.berth.run.Person;
import io.berth.spi.Conversation;
import io.berth.spi.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whoever sits at the terminal at which Berth was started.
final class Keyboard implements Person {

  private @Nullable Terminal asking;
  private @Nullable Conversation talking;
  private @Nullable Display display;

  /// Returns nobody where no terminal is, or where nobody is to be asked.
  ///
  /// @param silenced whether the user forbade questions
  static @Nullable Keyboard of(Invocation invocation, boolean silenced) {
    boolean there = invocation.tty().in() && invocation.variable("CI") == null;
    return there && !silenced ? new Keyboard() : null;
  }

  /// Tells what else is shown on the terminal.
  void beside(Display display) {
    this.display = display;
  }

  @Override
  public @Nullable String secret(String question) {
    return ask(question, false);
  }

  @Override
  public @Nullable String line(String question) {
    return ask(question, true);
  }

  private @Nullable String ask(String question, boolean shown) {
    Optional<Terminal> opened = Terminal.open();
    if (opened.isEmpty()) {
      return null;
    }
    try (Terminal terminal = opened.get()) {
      note(terminal);
      terminal.print(Table.clean(question));
      return terminal.line(shown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      note((Terminal) null);
    }
  }

  private synchronized void note(@Nullable Terminal terminal) {
    asking = terminal;
  }

  @Override
  public void tell(String text) {
    Terminal.open()
        .ifPresent(
            opened -> {
              try (Terminal terminal = opened) {
                terminal.print(Table.clean(text) + "\n");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Override
  public void talk(String about, Command command) throws InterruptedException {
    Display shown = display;
    try (Terminal terminal = Terminal.open().orElseThrow(Keyboard::gone);
        Display.Pause _ = shown == null ? () -> {} : shown.pause()) {
      terminal.print(about);
      TerminalSize size = terminal.size().orElse(new TerminalSize(80, 24));
      Conversation conversation = command.start(size.columns(), size.rows());
      note(conversation);
      try {
        new Talk(terminal, conversation, size).hold();
      } finally {
        note((Conversation) null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BerthException gone() {
    return new BerthException(
        BerthError.of(
            ErrorCode.USAGE,
            "the terminal at which Berth was started is gone",
            "run it again without `--shell-on-failure`"));
  }

  private synchronized void note(@Nullable Conversation conversation) {
    talking = conversation;
  }

  /// Ends the program if a question is open, for nothing has begun that would have to be ended
  /// first; and the command that the person talks with.
  synchronized void interrupt() {
    if (asking != null) {
      asking.restore();
      Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
    }
    if (talking != null) {
      talking.signal(Signal.KILL);
    }
  }
}
