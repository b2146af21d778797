// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /// Starts a program.
  ///
  /// @throws IOException if the machine has no room for another process or pipe
  static Launch of(Program program) throws IOException {
    if (!Files.isDirectory(Path.of(program.directory()))) {
      return new Refused(127, "there is no folder `" + program.directory() + "` to start in");
    }
    return switch (ProgramFile.find(program)) {
      case ProgramFile.Found(String path) -> PortableChild.start(program, path);
      case ProgramFile.Missing(Refused refusal) -> refusal;
    };
  }
}
