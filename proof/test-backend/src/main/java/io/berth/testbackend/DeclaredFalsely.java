// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.spi.Capabilities;
import io.berth.spi.Layer;
import io.berth.spi.Signal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Capabilities that are not those that there are.
final class DeclaredFalsely {

  private DeclaredFalsely() {}

  /// @param kept what is found again
  /// @param call how often capabilities were asked for
  static Capabilities of(
      Capabilities truth, Capabilities.Recovery kept, FaultScript script, int call) {
    Map<Layer, Layer.Realisation> layers = new EnumMap<>(Layer.class);
    layers.putAll(truth.layers());
    if (script.has(Fault.LAYER_DECLARED) || script.has(Fault.CONTAINERS_TAKEN)) {
      layers.put(Layer.SERVICE, Layer.Realisation.SEPARATE);
    }
    Set<Signal> signals = EnumSet.copyOf(truth.signals());
    if (script.has(Fault.KILL_UNDECLARED)) {
      signals.remove(Signal.KILL);
    }
    Capabilities.Recovery recovery =
        script.has(Fault.RECOVERY_DECLARED) ? Capabilities.Recovery.ENVIRONMENT : kept;
    Capabilities.Limits limits = truth.limits();
    int executions =
        script.has(Fault.CAPABILITIES_CHANGE) ? limits.executions() + call : limits.executions();
    return new Capabilities(
        layers,
        truth.isolation(),
        recovery,
        signals,
        truth.access(),
        truth.sizing(),
        new Capabilities.Limits(
            limits.environments(),
            executions,
            limits.calls(),
            limits.retainedBytes(),
            limits.batchBytes(),
            limits.maxLease()));
  }
}
