// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which of the standard streams are terminals.
///
/// @param out whether standard output is one
/// @param err whether standard error is one
record Tty(boolean out, boolean err) {

  /// Asks the system. The links of `/proc` answer without a native call, which would cost several
  /// milliseconds of every start; where there is no `/proc`, the JVM's console stands for both.
  static Tty ofProcess() {
    Path descriptors = Path.of("/proc/self/fd");
    if (Files.isDirectory(descriptors)) {
      return new Tty(isTerminal(descriptors, "1"), isTerminal(descriptors, "2"));
    }
    boolean console = System.console() != null;
    return new Tty(console, console);
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
