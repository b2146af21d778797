// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of starting a program.
public sealed interface Launch {

  /// It runs.
  ///
  /// @param child the process
  record Running(Child child) implements Launch {}

  /// It could not be started, through no fault of the machine.
  ///
  /// @param code what a POSIX shell answers: 127 if it is not there, 126 if it cannot be executed
  /// @param problem why, one sentence without a full stop
  record Refused(int code, String problem) implements Launch {}

  /// Gets ready to start programs, on another thread, so that the first one starts sooner: about
  /// 20 ms of work that can be done while a workflow is read.
  static void prepare() {
    Thread preparing = new Thread(ProcessSpace::prepare, "os-prepare");
    preparing.setDaemon(true);
    preparing.start();
  }

  /// Starts a program that belongs to no family.
  ///
  /// @throws IOException if the machine has no room for another process or pipe
  static Launch of(Program program) throws IOException {
    return of(program, null, null);
  }

  /// Starts a program as a member of `family`.
  ///
  /// @throws IOException if the machine has no room for another process or pipe
  static Launch of(Program program, @Nullable ProcessFamily family) throws IOException {
    return of(program, family, null);
  }

  /// Starts a program that belongs to no family, whose standard error comes [apart][Child#errors]
  /// from its output.
  ///
  /// @throws IOException if the machine has no room for another process or pipe
  static Launch apart(Program program) throws IOException {
    return of(program, null, null, true);
  }

  /// Starts a program as a member of `family`, with a terminal if there is one.
  static Launch of(
      Program program, @Nullable ProcessFamily family, @Nullable PseudoTerminal terminal)
      throws IOException {
    return of(program, family, terminal, false);
  }

  private static Launch of(
      Program program,
      @Nullable ProcessFamily family,
      @Nullable PseudoTerminal terminal,
      boolean apart)
      throws IOException {
    Refused refusal = refusal(program);
    if (refusal != null) {
      return refusal;
    }
    ProgramFile found = ProgramFile.find(program);
    if (found instanceof ProgramFile.Missing missing) {
      return missing.refusal();
    }
    String path = ((ProgramFile.Found) found).path();
    return ProcessSpace.NATIVE
        ? ProcessSpace.SHARED.start(program, path, family, terminal, apart)
        : PortableChild.start(program, path, apart);
  }

  private static @Nullable Refused refusal(Program program) {
    String bad = withNul(program);
    if (bad != null) {
      return new Refused(126, bad + " contains a NUL character, which no program can be given");
    }
    return Files.isDirectory(Path.of(program.directory()))
        ? null
        : new Refused(127, "there is no folder `" + program.directory() + "` to start in");
  }

  private static @Nullable String withNul(Program program) {
    List<String> command = program.command();
    for (int i = 0; i < command.size(); i++) {
      if (command.get(i).indexOf('\0') >= 0) {
        return i == 0 ? "the program's name" : "argument " + i;
      }
    }
    for (Map.Entry<String, String> variable : program.env().entrySet()) {
      if (variable.getKey().indexOf('\0') >= 0 || variable.getValue().indexOf('\0') >= 0) {
        return "the variable `" + variable.getKey().replace('\0', '?') + "`";
      }
    }
    return program.directory().indexOf('\0') >= 0 ? "the folder's name" : null;
  }
}
