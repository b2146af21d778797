// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import io.berth.model.SourceSpan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container that a workflow asks for.
///
/// @param id chosen by the caller, unique within its environment
/// @param name the key of a service, which is its network alias; empty for other containers
/// @param image what it is made from
/// @param credential what opens the registry of the image, or `null` if it is open
/// @param env its variables
/// @param options what the workflow wrote under `options`, not parsed
/// @param ports what the workflow wrote under `ports`, one entry each
/// @param volumes what the workflow wrote under `volumes`, one entry each
/// @param where the line of the workflow that asks for it, or `null` if there is none
public record ContainerSpec(
    String id,
    String name,
    String image,
    @Nullable RegistryCredential credential,
    Map<String, String> env,
    String options,
    List<String> ports,
    List<String> volumes,
    @Nullable SourceSpan where) {

  public ContainerSpec {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
  }
}
