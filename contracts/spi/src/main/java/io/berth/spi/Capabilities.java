// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the environments of a backend can do. Each line is tested: what is declared works, and what
/// is not declared is refused.
///
/// @param layers how each layer is provided; a layer that is missing is not
/// @param isolation what stands between a job and the rest of the machine
/// @param recovery what is found again after Berth or the backend was restarted
/// @param signals which can be sent to an execution
/// @param access the access methods that an environment may offer
/// @param sizing how seriously a size that is asked for is taken, by what is sized
/// @param limits how much of everything there can be
public record Capabilities(
    Map<Layer, Layer.Realisation> layers,
    Isolation isolation,
    Recovery recovery,
    Set<Signal> signals,
    Set<AccessMethod.Kind> access,
    Map<Resources.Kind, Sizing> sizing,
    Limits limits) {

  /// What stands between a job and the rest of the machine.
  public enum Isolation {
    /// Nothing: a job can read and do what Berth itself can.
    NONE,
    /// Another user, or the like.
    PROCESS,
    /// A container.
    CONTAINER,
    /// A virtual machine.
    VM
  }

  /// What is found again after a restart. Each grade implies those before it.
  public enum Recovery {
    /// Nothing; environments end with the process that made them.
    NONE,
    /// Environments are listed and can be removed.
    LIST,
    /// They can be used again.
    ENVIRONMENT,
    /// Executions went on, and their output is read on from where it was.
    EXEC
  }

  /// How seriously a size is taken.
  public enum Sizing {
    /// It is not looked at.
    IGNORED,
    /// At least that much is free when the job starts.
    REQUEST,
    /// No more than that can be used.
    LIMIT,
    /// Exactly that.
    EXACT
  }

  /// How much of everything there can be.
  ///
  /// @param environments at once
  /// @param executions at once in one environment
  /// @param calls at once from one caller
  /// @param retainedBytes how much output of an execution is kept that is not durable, before the
  ///     process is made to wait
  /// @param batchBytes of all files of one call that writes or reads files
  /// @param maxLease the longest a lease may be
  public record Limits(
      int environments,
      int executions,
      int calls,
      long retainedBytes,
      long batchBytes,
      Duration maxLease) {}

  public Capabilities {
    Map<Layer, Layer.Realisation> copy = new EnumMap<>(Layer.class);
    copy.putAll(layers);
    layers = Collections.unmodifiableMap(copy);
    signals = Set.copyOf(signals);
    access = Set.copyOf(access);
    sizing = Map.copyOf(sizing);
  }

  /// Returns how a layer is provided.
  public Layer.Realisation realisation(Layer layer) {
    return layers.getOrDefault(layer, Layer.Realisation.UNSUPPORTED);
  }

  /// Returns one violation for each need of `plan` that these capabilities do not cover, in the
  /// order of the workflow's layers.
  ///
  /// @param backend the name to give in the messages
  public List<PlanVerdict.Unmet> unmet(JobPlan plan, String backend) {
    return PlanVerdict.Unmet.of(plan, this, backend);
  }
}
