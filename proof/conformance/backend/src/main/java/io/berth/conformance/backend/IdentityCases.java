// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.Capabilities;
import io.berth.spi.Layer;
import io.berth.spi.Signal;
import java.util.List;

/// What a backend says of itself, and what it says to plans.
final class IdentityCases {

  static final List<Case> CASES =
      List.of(
          Case.of(
              "INFO-01",
              Profile.CORE,
              "capabilities are complete and the same on every call",
              IdentityCases::capabilities),
          Case.of(
              "PLN-01",
              Profile.CORE,
              "a plan that needs a layer that is not declared is refused, with the layer and its"
                  + " line",
              PlanCases::layers),
          Case.of(
              "PLN-02",
              Profile.CORE,
              "a plan that needs commands only is accepted",
              PlanCases::accepted),
          Case.of(
                  "PLN-03",
                  Profile.CORE,
                  "a size that no machine has is refused",
                  PlanCases::impossible)
              .needs(
                  Need.capability(
                      "a size that is more than ignored",
                      c ->
                          c.sizing().values().stream()
                              .anyMatch(sizing -> sizing != Capabilities.Sizing.IGNORED))),
          Case.of("PLN-04", Profile.CORE, "planning makes nothing", PlanCases::noEffects));

  private IdentityCases() {}

  private static void capabilities(Trial trial) {
    trial.doing("capabilities");
    Capabilities first = trial.backend().capabilities();
    for (int i = 0; i < 3; i++) {
      trial.equal("what capabilities says later", first, trial.backend().capabilities());
    }
    Capabilities.Limits limits = first.limits();
    trial.that(
        limits.retainedBytes() > 0,
        "limits.retained_bytes is not set: say how much output is kept before a process waits");
    trial.that(
        limits.batchBytes() > 0,
        "limits.batch_bytes is not set: say how much one call may write or read");
    trial.that(
        limits.maxLease().isPositive(), "limits.max_lease is not set: say how long a lease may be");
    trial.that(
        first.signals().contains(Signal.KILL),
        "KILL is not among the signals: a command that hangs could never be ended");
    for (Layer layer : Layer.values()) {
      trial.that(
          layer == Layer.JOB_CONTAINER
              || first.realisation(layer) != Layer.Realisation.REPLACES_ENVIRONMENT,
          layer + " is said to replace the environment, which only JOB_CONTAINER can");
      trial.that(
          first.realisation(layer) != Layer.Realisation.VIA_ACCESS || !first.access().isEmpty(),
          layer + " is declared through an access method, and none is declared");
    }
  }
}
