// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the program was started with, beside its arguments.
///
/// @param env the variables of the process
/// @param directory the folder that relative paths start from
/// @param in standard input
/// @param out where results go
/// @param err where everything else goes
/// @param tty which of the streams are terminals
record Invocation(
    Map<String, String> env, Path directory, InputStream in, Output out, Output err, Tty tty) {

  /// Returns the value of a variable, or `null` if it is not set or empty.
  @Nullable String variable(String name) {
    String value = env.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
