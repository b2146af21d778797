// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import picocli.CommandLine.ParseResult;

/// One command of the program. It parses, calls and prints; what it calls holds the logic.
interface Command {

  /// Begins, on other threads, what takes time and is needed whatever the line says.
  default void begin() {}

  /// Returns whether the files in which users of `act` keep their options are read.
  default boolean readsActFiles() {
    return false;
  }

  /// Declares what may stand behind the name of the command.
  void declare(Options options);

  /// Does it.
  ///
  /// @return the exit code of the program
  /// @throws io.berth.model.BerthException for what a person must act on
  /// @throws InterruptedException if the thread was interrupted
  int run(ParseResult line, Invocation invocation) throws InterruptedException;
}
