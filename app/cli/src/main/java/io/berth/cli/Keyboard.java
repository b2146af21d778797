// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.os.Terminal;
import io.berth.run.ExitStatus;
import io.berth.run.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whoever sits at the terminal at which Berth was started.
final class Keyboard implements Person {

  private @Nullable Terminal asking;

  /// Returns nobody where no terminal is, or where nobody is to be asked.
  ///
  /// @param silenced whether the user forbade questions
  static @Nullable Keyboard of(Invocation invocation, boolean silenced) {
    boolean there = invocation.tty().in() && invocation.variable("CI") == null;
    return there && !silenced ? new Keyboard() : null;
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
      terminal.print(question);
      return terminal.line(shown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      note(null);
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
                terminal.print(text + "\n");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /// Ends the program if a question is open: nothing has begun that would have to be ended first.
  synchronized void interrupt() {
    if (asking != null) {
      asking.restore();
      Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
    }
  }
}
