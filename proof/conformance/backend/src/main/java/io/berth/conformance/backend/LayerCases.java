// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.AccessMethod;
import io.berth.spi.Capabilities;
import io.berth.spi.ContainerSpec;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ImageBuild;
import io.berth.spi.JobPlan;
import io.berth.spi.Layer;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Resources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Containers and images. What is not declared is refused here; what containers do inside is for
/// the cases of a backend that has them.
final class LayerCases {

  private static final String NO_IMAGE = "verify.invalid/no-such-image:0";

  private static final Need CONTAINERS =
      Need.capability("service or job containers", c -> containers(c) != null);

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
              LayerCases::declared),
          Case.of(
                  "ENV-06",
                  Profile.LAYERS,
                  "an image that is not there is an error that names it",
                  LayerCases::noImage)
              .needs(CONTAINERS),
          Case.of(
              "LAY-10",
              Profile.LAYERS,
              "an option of a container that is not known is refused by its name",
              trial -> option(trial, "--verify-no-such-option")),
          Case.of(
              "LAY-11",
              Profile.LAYERS,
              "a container that asks for privileges is refused, or the job's log says so",
              trial -> option(trial, "--privileged")),
          Case.of(
              "DOC-09",
              Profile.LAYERS,
              "an environment offers no way into it but those that are declared",
              LayerCases::access));

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

  /// Returns the layer whose containers are tried, or `null` if the backend makes none itself.
  private static @Nullable Layer containers(Capabilities capabilities) {
    for (Layer layer : List.of(Layer.SERVICE, Layer.JOB_CONTAINER)) {
      Layer.Realisation how = capabilities.realisation(layer);
      if (how != Layer.Realisation.UNSUPPORTED && how != Layer.Realisation.VIA_ACCESS) {
        return layer;
      }
    }
    return null;
  }

  private static ContainerSpec container(String image, String options) {
    return new ContainerSpec(
        "c", "db", image, null, Map.of(), options, List.of(), List.of(), PlanCases.WHERE);
  }

  private static JobPlan needing(Layer layer, ContainerSpec container) {
    boolean isJob = layer == Layer.JOB_CONTAINER;
    return new JobPlan(
        "repo",
        isJob ? container : null,
        isJob ? List.of() : List.of(container),
        JobPlan.StepLayers.NONE,
        Resources.ANY);
  }

  private static void noImage(Trial trial) throws InterruptedException {
    refusedByName(trial, "an image that is not there", container(NO_IMAGE, ""), NO_IMAGE);
  }

  private static void option(Trial trial, String option) throws InterruptedException {
    ContainerSpec container = container("verify/none", option);
    if (containers(trial.backend().capabilities()) != null) {
      refusedByName(trial, "the option `" + option + "`", container, option);
      return;
    }
    for (Layer layer : List.of(Layer.SERVICE, Layer.JOB_CONTAINER)) {
      trial.doing("plan of " + layer.words() + " with the option `" + option + "`");
      trial.that(
          trial.backend().plan(needing(layer, container)) instanceof PlanVerdict.Refused,
          "a plan that needs "
              + layer.words()
              + " with the option `"
              + option
              + "` was accepted, and the capabilities do not declare them");
    }
  }

  /// Wants a container to be refused, or spoken of in a notice, when it is planned or made.
  private static void refusedByName(Trial trial, String what, ContainerSpec container, String name)
      throws InterruptedException {
    Layer layer = containers(trial.backend().capabilities());
    if (layer == null) {
      throw new IllegalStateException("the case needs containers");
    }
    JobPlan plan = needing(layer, container);
    String said = "";
    trial.doing("a container with " + what);
    try {
      switch (trial.backend().plan(plan)) {
        case PlanVerdict.Refused refused -> said = refused.errors().toString();
        case PlanVerdict.Accepted accepted -> {
          said = accepted.notices().toString();
          if (!said.contains(name)) {
            Environment environment =
                trial.create(EnvironmentRequest.of(trial.freshId(), trial.owner(), plan));
            Object made =
                layer == Layer.SERVICE
                    ? environment.createServiceContainer(container)
                    : environment.createJobContainer(container);
            throw new Broken("a container with " + what + " was made: " + made);
          }
        }
      }
    } catch (BerthException e) {
      said = e.errors().toString();
    }
    trial.that(
        said.contains(name),
        "a container with " + what + " was refused without the name `" + name + "`: " + said);
  }

  private static void access(Trial trial) throws InterruptedException {
    Set<AccessMethod.Kind> declared = trial.backend().capabilities().access();
    for (AccessMethod method : trial.environment().access()) {
      trial.that(
          declared.contains(method.kind()),
          "an environment offers the way `"
              + method.name()
              + "` into it, which is "
              + method.kind()
              + ", and the capabilities declare "
              + declared);
    }
  }
}
