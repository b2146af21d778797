// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the JVM enters.
public final class Main {

  private Main() {}

  /// Runs one command and ends the process with its exit code.
  ///
  /// @param arguments the command line without the name of the program
  public static void main(String[] arguments) {
    var invocation =
        new Invocation(
            variables(System.getenv()),
            Path.of(""),
            new FileInputStream(FileDescriptor.in),
            new Output(new FileOutputStream(FileDescriptor.out)),
            new Output(new FileOutputStream(FileDescriptor.err)),
            Tty.ofProcess());
    if (Boolean.getBoolean("berth.training")) {
      train(arguments, invocation);
      return; // the cache is written on the way out, and without a logger in it
    }
    // Not `System.exit`: that looks for a logger to tell of it, and there are no hooks to run.
    Runtime.getRuntime().halt(Program.run(arguments, invocation));
  }

  /// Runs several commands, for the start-up cache: it is made from what one process has loaded.
  ///
  /// @param arguments the command lines, each ended by a `;`
  private static void train(String[] arguments, Invocation invocation) {
    List<String> command = new ArrayList<>();
    for (String argument : arguments) {
      if (!argument.equals(";")) {
        command.add(argument);
        continue;
      }
      int exit = Program.run(command.toArray(new String[0]), invocation);
      if (exit != 0) {
        Runtime.getRuntime().halt(exit);
      }
      command.clear();
    }
  }

  /// Undoes what the launcher did so that file names can be read.
  static Map<String, String> variables(Map<String, String> found) {
    String locale = found.get("BERTH_LC_ALL");
    if (locale == null) {
      return found;
    }
    Map<String, String> variables = new HashMap<>(found);
    variables.remove("BERTH_LC_ALL");
    variables.remove("LC_ALL");
    if (!locale.isEmpty()) {
      variables.put("LC_ALL", locale);
    }
    return variables;
  }
}
