// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import io.berth.model.SourceSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that a job is known to need before it starts.
///
/// @param name how the workspace folder is called, by custom the repository's name
/// @param jobContainer the container that the steps run in, or `null` for none
/// @param services the containers that run beside the steps, in the order of the workflow
/// @param steps what single steps need
/// @param resources the size asked for
public record JobPlan(
    String name,
    @Nullable ContainerSpec jobContainer,
    List<ContainerSpec> services,
    StepLayers steps,
    Resources resources) {

  public JobPlan {
    Ids.check("workspace", name);
    services = List.copyOf(services);
  }

  /// Returns the plan of a job that runs commands and needs nothing else.
  public static JobPlan commandsOnly(String name) {
    return new JobPlan(name, null, List.of(), StepLayers.NONE, Resources.ANY);
  }

  /// What single steps need beyond commands.
  ///
  /// @param containers where steps ask for a container of their own
  /// @param builds where steps ask for an image to be built
  public record StepLayers(List<SourceSpan> containers, List<SourceSpan> builds) {

    /// Commands only.
    public static final StepLayers NONE = new StepLayers(List.of(), List.of());

    public StepLayers {
      containers = List.copyOf(containers);
      builds = List.copyOf(builds);
    }
  }
}
