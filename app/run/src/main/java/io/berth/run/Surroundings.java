// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.spi.Backends;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a run finds around it.
///
/// @param env the variables of this process
/// @param stateFolder the folder below which the runs are kept
/// @param backends the kinds of backends that there are
/// @param clock tells the time
/// @param person who can be asked, or `null` if nobody can
/// @param secrets is told every secret, so that it can be hidden in what is written besides logs
public record Surroundings(
    Map<String, String> env,
    Path stateFolder,
    Backends backends,
    InstantSource clock,
    @Nullable Person person,
    Consumer<String> secrets) {

  public Surroundings {
    env = Map.copyOf(env);
  }

  /// Returns surroundings in which nobody can be asked.
  public Surroundings(
      Map<String, String> env, Path stateFolder, Backends backends, InstantSource clock) {
    this(env, stateFolder, backends, clock, null, secret -> {});
  }
}
