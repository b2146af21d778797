// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.spi.Backend;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a run finds around it.
///
/// @param env the variables of this process
/// @param stateFolder the folder below which the runs are kept
/// @param backends gives the backend with an id, or `null` if there is none; made when first asked
/// @param clock tells the time
public record Surroundings(
    Map<String, String> env,
    Path stateFolder,
    Function<String, @Nullable Backend> backends,
    InstantSource clock) {

  public Surroundings {
    env = Map.copyOf(env);
  }
}
