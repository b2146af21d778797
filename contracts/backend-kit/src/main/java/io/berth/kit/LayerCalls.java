// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.Container;
import io.berth.spi.ContainerSpec;
import io.berth.spi.ExecId;
import io.berth.spi.ImageBuild;
import java.io.IOException;

/// What a [Place] implements whose backend declares layers. A layer that is not declared is refused
/// before it is asked.
public interface LayerCalls {

  /// Makes the container that the steps run in from now on.
  Container createJobContainer(ContainerSpec spec) throws IOException, InterruptedException;

  /// Makes a container that runs beside the steps and returns when it is healthy.
  Container createServiceContainer(ContainerSpec spec) throws IOException, InterruptedException;

  /// Starts a container for one step.
  Running startStepContainer(ExecId id, ContainerSpec spec)
      throws IOException, InterruptedException;

  /// Builds an image and returns its name.
  String buildImage(ImageBuild build) throws IOException, InterruptedException;
}
