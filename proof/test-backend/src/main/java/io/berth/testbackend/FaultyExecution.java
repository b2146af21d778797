// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import org.jspecify.annotations.Nullable;

/// A command of the host whose script says what is told wrongly of it.
final class FaultyExecution implements Execution {

  private final Execution truth;
  private final FaultyEnvironment environment;
  private final FaultScript script;
  private final FaultyOutput output;
  private final @Nullable ExecSpec spec;
  private volatile boolean killed;
  private int asked;

  /// @param spec as it was asked for, or `null` if nobody did
  FaultyExecution(
      Execution truth, FaultyEnvironment environment, FaultScript script, @Nullable ExecSpec spec) {
    this.truth = truth;
    this.environment = environment;
    this.script = script;
    this.output = new FaultyOutput(truth, script);
    this.spec = spec;
  }

  @Override
  public ExecId id() {
    return spec == null ? truth.id() : spec.id();
  }

  @Override
  public Chunk read(long from, long durable) throws InterruptedException {
    try {
      return output.read(from, durable);
    } catch (InterruptedException e) {
      if (script.has(Fault.READER_KILLS)) {
        truth.signal(Signal.KILL);
      }
      throw e;
    }
  }

  @Override
  public ExecOutcome outcome() throws InterruptedException {
    if (output.isOver()) {
      return new ExecOutcome.Signalled(9);
    }
    ExecOutcome outcome = truth.outcome();
    if (script.has(Fault.OUT_OF_MEMORY)) {
      return new ExecOutcome.OutOfMemory();
    }
    if (outcome instanceof ExecOutcome.NotStarted not && script.has(Fault.MISSING_PROGRAM_FAILS)) {
      throw TestBackend.failure(not.problem());
    }
    if (script.has(Fault.OUTCOME_CHANGES) && ++asked > 1) {
      return new ExecOutcome.Exited(99);
    }
    return told(outcome);
  }

  private ExecOutcome told(ExecOutcome outcome) {
    return switch (outcome) {
      case ExecOutcome.Exited exited ->
          exited.code() > 1 && script.has(Fault.STATUS_CLIPPED)
              ? new ExecOutcome.Exited(1)
              : exited;
      case ExecOutcome.Signalled signalled ->
          killed && script.has(Fault.KILL_SUCCEEDS) ? new ExecOutcome.Exited(0) : signalled;
      case ExecOutcome.EnvironmentLost lost ->
          script.has(Fault.REMOVE_SUCCEEDS) ? new ExecOutcome.Exited(0) : lost;
      case ExecOutcome.NotStarted not -> not;
      case ExecOutcome.ExecutionLost lost -> lost;
      case ExecOutcome.TimedOut timedOut -> timedOut;
      case ExecOutcome.OutOfMemory outOfMemory -> outOfMemory;
    };
  }

  @Override
  public void end(KillSequence sequence) {
    killed = true;
    if (script.has(Fault.SIGNALS_KILL)) {
      truth.signal(Signal.KILL);
    } else if (!script.has(Fault.KILL_IGNORED)) {
      truth.end(sequence);
    }
  }

  @Override
  public void signal(Signal signal) {
    killed = true;
    if (script.has(Fault.SIGNALS_KILL)) {
      truth.signal(Signal.KILL);
      return;
    }
    if (signal != Signal.KILL) {
      truth.signal(signal);
      return;
    }
    if (script.has(Fault.KILL_ENDS_ALL)) {
      environment.remove();
    } else if (script.has(Fault.KILL_LEAVES_TREE)) {
      output.endHere();
    } else if (!script.has(Fault.KILL_IGNORED)) {
      truth.signal(Signal.KILL);
    }
  }
}
