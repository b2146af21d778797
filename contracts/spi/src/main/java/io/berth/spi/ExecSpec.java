// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One command to run.
///
/// @param id the name by which the execution is found again
/// @param command the program and its arguments, not parsed by a shell; at least the program, found
///     through the `PATH` of `env` when it has no slash
/// @param env the complete set of variables; nothing is added or inherited
/// @param directory where it starts, an absolute path inside the environment
/// @param limit the longest it may run before the environment itself ends it, or `null` for no
///     limit
public record ExecSpec(
    ExecId id,
    List<String> command,
    Map<String, String> env,
    String directory,
    @Nullable Duration limit) {

  public ExecSpec {
    command = List.copyOf(command);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    if (command.isEmpty()) {
      throw new IllegalArgumentException("no program");
    }
  }
}
