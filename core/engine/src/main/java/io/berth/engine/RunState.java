// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import java.util.List;

/// The state of a run: which jobs there are, how they stand, and what follows from it. It never
/// changes; an event makes another one.
public final class RunState {

  private final RunInputs inputs;

  private RunState(RunInputs inputs) {
    this.inputs = inputs;
  }

  /// Returns the state before the first event.
  public static RunState of(RunInputs inputs) {
    return new RunState(inputs);
  }

  /// Returns the state after an event. Events that are about steps change nothing.
  public RunState apply(Event event) {
    return this;
  }

  /// Returns what has to be done now, in order; empty while there is nothing to do but wait.
  public List<RunAction> next() {
    return List.of();
  }

  /// Returns what the run was made from.
  public RunInputs inputs() {
    return inputs;
  }
}
