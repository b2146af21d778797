// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a program is.
sealed interface ProgramFile {

  /// A file that may be executed.
  record Found(String path) implements ProgramFile {}

  /// There is none.
  record Missing(Launch.Refused refusal) implements ProgramFile {}

  /// Looks it up as a POSIX shell does: a name with a slash is a path below the folder it starts
  /// in, any other is searched in `PATH`, whose empty entries mean that folder.
  static ProgramFile find(Program program) {
    String name = program.command().getFirst();
    if (name.indexOf('/') >= 0) {
      Path file = Path.of(program.directory()).resolve(name);
      Launch.Refused refusal = refusal(file, name);
      return refusal == null ? new Found(file.toString()) : new Missing(refusal);
    }
    String path = program.env().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    Launch.Refused best = new Launch.Refused(127, "`" + name + "` is not in PATH (" + path + ")");
    int start = 0;
    while (!name.isEmpty() && start <= path.length()) {
      int colon = path.indexOf(':', start);
      int end = colon < 0 ? path.length() : colon;
      String entry = path.substring(start, end);
      start = end + 1;
      String found =
          (entry.startsWith("/") ? entry : program.directory() + "/" + entry) + "/" + name;
      File file = new File(found);
      if (!file.exists()) {
        continue;
      }
      Launch.Refused refusal = refusal(file.toPath(), file.toString());
      if (refusal == null) {
        return new Found(file.toString());
      }
      if (refusal.code() == 126) {
        best = refusal;
      }
    }
    return new Missing(best);
  }

  private static Launch.@Nullable Refused refusal(Path file, String shown) {
    if (Files.isExecutable(file)) {
      return Files.isDirectory(file)
          ? new Launch.Refused(126, "`" + shown + "` is a folder, not a program")
          : null;
    }
    return Files.exists(file)
        ? new Launch.Refused(126, "`" + shown + "` may not be executed: set its x permission")
        : new Launch.Refused(127, "there is no program `" + shown + "`");
  }
}
