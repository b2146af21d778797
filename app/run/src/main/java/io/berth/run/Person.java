// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.spi.Conversation;
import org.jspecify.annotations.Nullable;

/// Somebody at a terminal who can be asked, and who can talk with a command.
public interface Person {

  /// Asks for a line that is not shown while it is typed.
  ///
  /// @param question what stands before what is typed
  /// @return what was typed, or `null` if the person ended the input instead
  @Nullable String secret(String question);

  /// Asks for a line.
  ///
  /// @param question what stands before what is typed
  /// @return what was typed, or `null` if the person ended the input instead
  @Nullable String line(String question);

  /// Says something.
  void tell(String text);

  /// Lets the person talk with a command until that has ended. Nothing else is shown meanwhile.
  ///
  /// @param about what to say before
  /// @throws InterruptedException if the waiting thread was interrupted
  void talk(String about, Command command) throws InterruptedException;

  /// Something to talk with.
  @FunctionalInterface
  interface Command {
    /// Starts it on a terminal of this size.
    Conversation start(int columns, int rows);
  }
}
