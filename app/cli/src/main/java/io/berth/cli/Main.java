// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;

/// Where the JVM enters.
public final class Main {

  private Main() {}

  /// Runs one command and ends the process with its exit code.
  ///
  /// @param arguments the command line without the name of the program
  public static void main(String[] arguments) {
    var invocation =
        new Invocation(
            System.getenv(),
            Path.of(""),
            new FileInputStream(FileDescriptor.in),
            new Output(new FileOutputStream(FileDescriptor.out)),
            new Output(new FileOutputStream(FileDescriptor.err)),
            Tty.ofProcess());
    System.exit(Program.run(arguments, invocation));
  }
}
