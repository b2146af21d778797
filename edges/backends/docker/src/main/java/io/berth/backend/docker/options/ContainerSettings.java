// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.List;
import java.util.Map;

/// What a container is made with: what the options, volumes, ports and variables of a workflow and
/// of its label come to.
///
/// @param body of the call that creates it, as far as they decide it: objects, lists, strings,
///     numbers and truth values, with the names of the engine's interface
/// @param platform to run it on, empty for the engine's own
/// @param pull when to pull its image, `always`, `missing` or `never`; empty if nothing is said
/// @param aliases more names in the network of the job
/// @param warnings what was left out, and why, one sentence each, for the log of the job
public record ContainerSettings(
    Map<String, Object> body,
    String platform,
    String pull,
    List<String> aliases,
    List<String> warnings) {

  public ContainerSettings {
    body = Map.copyOf(body);
    aliases = List.copyOf(aliases);
    warnings = List.copyOf(warnings);
  }
}
