// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which of the standard streams are terminals.
///
/// @param in whether standard input is one
/// @param out whether standard output is one
/// @param err whether standard error is one
record Tty(boolean in, boolean out, boolean err) {

  /// Asks the system. The links of `/proc` answer without a native call, which would cost several
  /// milliseconds of every start; where there is no `/proc`, the JVM's console stands for both.
  @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again when nothing is a terminal
  static Tty ofProcess() {
    Path descriptors = Path.of("/proc/self/fd");
    if (Files.isDirectory(descriptors)) {
      return new Tty(
          isTerminal(descriptors, "0"), isTerminal(descriptors, "1"), isTerminal(descriptors, "2"));
    }
    Console console = System.console();
    boolean both = console != null && console.isTerminal();
    return new Tty(both, both, both);
  }

  private static boolean isTerminal(Path descriptors, String number) {
    try {
      String target = Files.readSymbolicLink(descriptors.resolve(number)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }
}
