// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.spi.Backends;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// What a run finds around it.
///
/// @param env the variables of this process
/// @param stateFolder the folder below which the runs are kept
/// @param backends the kinds of backends that there are
/// @param clock tells the time
public record Surroundings(
    Map<String, String> env, Path stateFolder, Backends backends, InstantSource clock) {

  public Surroundings {
    env = Map.copyOf(env);
  }
}
