// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.os.Child;
import io.berth.os.ExitStatus;
import io.berth.os.Launch;
import io.berth.os.ProcessFamily;
import io.berth.os.Program;
import io.berth.os.PseudoTerminal;
import io.berth.os.Signals;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One process of this machine with its output.
final class HostExecution implements Execution {

  /// How long a child that the command left behind may keep the output open; actions/runner waits
  /// as long.
  private static final Duration PIPE_GRACE = Duration.ofSeconds(5);

  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final Duration FOR_EVER = Duration.ofDays(36500);

  private final ExecSpec spec;
  private final ProcessFamily family;
  private final RetainedOutput output = new RetainedOutput();
  private final CompletableFuture<ExecOutcome> outcome = new CompletableFuture<>();
  private final @Nullable Child child;
  private volatile @Nullable BerthError lost;
  private volatile boolean askedToEnd;

  private HostExecution(ExecSpec spec, ProcessFamily family, @Nullable Child child) {
    this.spec = spec;
    this.family = family;
    this.child = child;
  }

  static HostExecution start(ExecSpec spec, ProcessFamily family) {
    return start(spec, family, null);
  }

  /// Starts a command with a terminal, which is closed when it has ended.
  static HostConversation converse(ExecSpec spec, ProcessFamily family, PseudoTerminal terminal) {
    HostExecution execution = start(spec, family, terminal);
    var _ = execution.outcome.whenComplete((_, _) -> terminal.close());
    return new HostConversation(execution, terminal);
  }

  private static HostExecution start(
      ExecSpec spec, ProcessFamily family, @Nullable PseudoTerminal terminal) {
    Program program = new Program(spec.command(), spec.env(), spec.directory());
    try {
      Launch launch = terminal == null ? family.start(program) : family.start(program, terminal);
      // Not a pattern switch: the start-up cache keeps no call site of one, so it costs 5 ms here.
      if (launch instanceof Launch.Running running) {
        Child child = running.child();
        HostExecution execution = new HostExecution(spec, family, child);
        Thread.ofVirtual().name("exec-" + spec.id()).start(() -> execution.supervise(child));
        return execution;
      }
      Launch.Refused refused = (Launch.Refused) launch;
      return ended(spec, family, new ExecOutcome.NotStarted(refused.code(), refused.problem()));
    } catch (IOException e) {
      return ended(
          spec,
          family,
          new ExecOutcome.EnvironmentLost(
              BerthError.of(
                  ErrorCode.BACKEND_UNAVAILABLE,
                  "this machine cannot start another process: " + e.getMessage(),
                  "end other programs or raise the limits on processes and open files")));
    }
  }

  private static HostExecution ended(ExecSpec spec, ProcessFamily family, ExecOutcome outcome) {
    HostExecution execution = new HostExecution(spec, family, null);
    execution.outcome.complete(outcome);
    return execution;
  }

  private void supervise(Child child) {
    try {
      Duration limit = spec.limit();
      boolean inTime = child.awaitExit(limit == null ? FOR_EVER : limit);
      if (!inTime) {
        family.kill(child);
        child.awaitExit(FOR_EVER);
      }
      if (!child.awaitClosed(MOMENT)) {
        family.observe();
        if (!child.awaitClosed(PIPE_GRACE)) {
          child.cut();
        }
      }
      if (askedToEnd) {
        family.kill(child);
      }
      BerthError loss = lost;
      if (loss != null) {
        outcome.complete(new ExecOutcome.EnvironmentLost(loss));
      } else if (!inTime && limit != null) {
        outcome.complete(new ExecOutcome.TimedOut(limit));
      } else {
        outcome.complete(of(child.exit()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ExecOutcome of(ExitStatus exit) {
    return exit instanceof ExitStatus.Exited exited
        ? new ExecOutcome.Exited(exited.code())
        : new ExecOutcome.Signalled(((ExitStatus.Signalled) exit).number());
  }

  @Override
  public ExecId id() {
    return spec.id();
  }

  @Override
  public Chunk read(long from, long durable) throws InterruptedException {
    return output.read(child, from, durable);
  }

  @Override
  public ExecOutcome outcome() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes an outcome by an exception", e);
    }
  }

  boolean hasEnded() {
    return outcome.isDone();
  }

  @Override
  public void signal(Signal signal) {
    if (child == null) {
      return;
    }
    askedToEnd = true;
    switch (signal) {
      case KILL -> family.kill(child);
      case INTERRUPT -> family.signal(child, Signals.INTERRUPT);
      case TERMINATE -> family.signal(child, Signals.TERMINATE);
    }
  }

  @Override
  public void end(KillSequence sequence) {
    if (child != null) {
      Thread.ofVirtual().name("end-" + spec.id()).start(() -> end(child, sequence));
    }
  }

  private void end(Child process, KillSequence sequence) {
    try {
      for (KillSequence.Step step : sequence.steps()) {
        signal(step.signal());
        if (process.awaitExit(step.patience())) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Notes that the environment ends; the outcome tells it unless there is one already.
  void lose(BerthError error) {
    lost = error;
  }

  /// Gives the pipe back, once nobody is left to write to it.
  void release() {
    if (child != null) {
      child.close();
    }
    output.end();
    BerthError loss = lost;
    if (loss != null) {
      outcome.complete(new ExecOutcome.EnvironmentLost(loss));
    }
  }
}
