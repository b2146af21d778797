// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What came of calling the program.
///
/// @param code its exit code
/// @param out what it printed on standard output
/// @param err what it printed on standard error
public record Called(int code, String out, String err) {

  static Called with(Path directory, String... arguments) {
    return with(directory, Map.of("LANG", "C.UTF-8", "HOME", directory.toString()), "", arguments);
  }

  /// Calls the program.
  ///
  /// @param env the variables that it finds
  /// @param in its standard input
  public static Called with(
      Path directory, Map<String, String> env, String in, String... arguments) {
    return with(directory, env, in, new Tty(false, false, false), arguments);
  }

  static Called with(
      Path directory, Map<String, String> env, String in, Tty tty, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var invocation =
        new Invocation(
            env,
            directory,
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            new Output(out),
            new Output(err),
            tty);
    int code = Program.run(arguments, invocation);
    return new Called(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
