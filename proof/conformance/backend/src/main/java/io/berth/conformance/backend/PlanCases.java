// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.model.SourceSpan;
import io.berth.spi.Capabilities;
import io.berth.spi.ContainerSpec;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.JobPlan;
import io.berth.spi.Layer;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Resources;
import java.util.List;
import java.util.Map;

/// What a backend says to plans.
final class PlanCases {

  static final SourceSpan WHERE = new SourceSpan("verify.yml", 7, 5, 3);

  private PlanCases() {}

  static ContainerSpec container(String id) {
    return new ContainerSpec(
        id, "db", "verify/none", null, Map.of(), "", List.of(), List.of(), WHERE);
  }

  private static JobPlan needing(Layer layer) {
    ContainerSpec container = container("c");
    return new JobPlan(
        "repo",
        layer == Layer.JOB_CONTAINER ? container : null,
        layer == Layer.SERVICE ? List.of(container) : List.of(),
        new JobPlan.StepLayers(
            layer == Layer.STEP_CONTAINER ? List.of(WHERE) : List.of(),
            layer == Layer.IMAGE_BUILD ? List.of(WHERE) : List.of()),
        Resources.ANY);
  }

  static void layers(Trial trial) {
    for (Layer layer : Layer.values()) {
      boolean declared =
          trial.backend().capabilities().realisation(layer) != Layer.Realisation.UNSUPPORTED;
      trial.doing("plan of a job that needs " + layer.words());
      switch (trial.backend().plan(needing(layer))) {
        case PlanVerdict.Accepted accepted ->
            trial.that(
                declared,
                "a plan that needs "
                    + layer.words()
                    + " was accepted, and the capabilities say that the layer is unsupported");
        case PlanVerdict.Refused refused -> {
          trial.that(
              !declared,
              "a plan that needs "
                  + layer.words()
                  + " was refused ("
                  + refused.unmet().getFirst().error().problem()
                  + "), and the capabilities declare the layer");
          named(trial, layer, refused.unmet());
        }
      }
    }
  }

  private static void named(Trial trial, Layer layer, List<PlanVerdict.Unmet> unmet) {
    for (PlanVerdict.Unmet one : unmet) {
      if (layer == one.layer()) {
        trial.that(
            WHERE.equals(one.error().where()),
            "the refusal of "
                + layer.words()
                + " does not name the line of the workflow that the plan gave, verify.yml:7:5");
        return;
      }
    }
    throw new Broken("a plan that needs " + layer.words() + " was refused without naming it");
  }

  static void accepted(Trial trial) {
    trial.doing("plan of a job that needs nothing but commands");
    if (trial.backend().plan(JobPlan.commandsOnly("repo")) instanceof PlanVerdict.Refused refused) {
      throw new Broken(
          "a job that needs nothing but commands was refused: "
              + refused.unmet().getFirst().error().problem());
    }
  }

  static void impossible(Trial trial) {
    Map<Resources.Kind, Capabilities.Sizing> sizing = trial.backend().capabilities().sizing();
    for (Resources.Kind kind : Resources.Kind.values()) {
      if (sizing.getOrDefault(kind, Capabilities.Sizing.IGNORED) == Capabilities.Sizing.IGNORED) {
        continue;
      }
      var most = 1L << 60;
      var size =
          new Resources(
              kind == Resources.Kind.CPU ? most : 0,
              kind == Resources.Kind.MEMORY ? most : 0,
              kind == Resources.Kind.DISK ? most : 0,
              kind == Resources.Kind.GPU ? 1 << 20 : 0);
      var plan = new JobPlan("repo", null, List.of(), JobPlan.StepLayers.NONE, size);
      trial.doing("plan of a job that needs a " + kind + " that no machine has");
      trial.that(
          trial.backend().plan(plan) instanceof PlanVerdict.Refused,
          "a plan was accepted that needs a " + kind + " of a size that no machine has");
    }
  }

  static void noEffects(Trial trial) {
    List<EnvironmentStatus> before = trial.backend().list(trial.subject().runner());
    for (int i = 0; i < 5; i++) {
      trial.backend().plan(JobPlan.commandsOnly("repo"));
    }
    trial.equal(
        "the number of environments after five plans",
        before.size(),
        trial.backend().list(trial.subject().runner()).size());
  }
}
