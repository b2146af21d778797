// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.ContainerSpec;
import io.berth.spi.Environment;
import io.berth.spi.ImageBuild;
import io.berth.spi.Layer;
import java.util.List;

/// Containers and images. What is not declared is refused here; what containers do inside is for
/// the cases of a backend that has them.
final class LayerCases {

  static final List<Case> CASES =
      List.of(
          Case.of(
              "LAY-08",
              Profile.LAYERS,
              "a layer that is not declared is refused as such, and the environment stays ready",
              LayerCases::undeclared),
          Case.of(
              "LAY-12",
              Profile.LAYERS,
              "a layer that is declared is not refused as unsupported",
              LayerCases::declared));

  private LayerCases() {}

  private static void undeclared(Trial trial) throws InterruptedException {
    Environment environment = trial.environment();
    for (Layer layer : Layer.values()) {
      if (trial.backend().capabilities().realisation(layer) == Layer.Realisation.UNSUPPORTED) {
        trial.refused(
            "making " + layer.words() + ", which the capabilities do not declare,",
            () -> call(trial, environment, layer),
            ErrorCode.LAYER_UNSUPPORTED);
      }
    }
    trial.equal("a command after that", "on\n", trial.text("echo on"));
  }

  private static Object call(Trial trial, Environment environment, Layer layer)
      throws InterruptedException {
    ContainerSpec container = PlanCases.container("verify");
    return switch (layer) {
      case JOB_CONTAINER -> environment.createJobContainer(container);
      case SERVICE -> environment.createServiceContainer(container);
      case STEP_CONTAINER -> environment.createStepContainer(trial.execId(), container);
      case IMAGE_BUILD ->
          environment.buildImage(
              new ImageBuild(
                  "verify", environment.layout().paths().temp(), "Dockerfile", java.util.Map.of()));
    };
  }

  private static void declared(Trial trial) throws InterruptedException {
    Environment environment = trial.environment();
    for (Layer layer : Layer.values()) {
      Layer.Realisation how = trial.backend().capabilities().realisation(layer);
      if (how == Layer.Realisation.UNSUPPORTED || how == Layer.Realisation.VIA_ACCESS) {
        continue;
      }
      trial.doing("making " + layer.words() + ", which the capabilities declare");
      try {
        call(trial, environment, layer);
      } catch (BerthException e) {
        trial.that(
            e.errors().getFirst().code() != ErrorCode.LAYER_UNSUPPORTED,
            "the capabilities declare "
                + layer.words()
                + " as "
                + how
                + ", and making it was refused as unsupported: "
                + e.errors().getFirst().problem());
      }
    }
  }
}
