// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.os.Child;
import io.berth.os.ExitStatus;
import io.berth.os.Launch;
import io.berth.os.ProcessFamily;
import io.berth.os.Program;
import io.berth.os.Signals;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One process of this machine with its output.
final class HostExecution implements Execution, AutoCloseable {

  private static final Duration PIPE_GRACE = Duration.ofSeconds(5);
  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final ExecSpec spec;
  private final RetainedOutput output = new RetainedOutput();
  private final CompletableFuture<ExecOutcome> outcome = new CompletableFuture<>();
  private final ProcessFamily family;
  private final @Nullable Child child;
  private volatile boolean timedOut;

  private HostExecution(ExecSpec spec, ProcessFamily family, @Nullable Child child) {
    this.spec = spec;
    this.family = family;
    this.child = child;
  }

  static HostExecution start(ExecSpec spec, ProcessFamily family) {
    try {
      return switch (family.start(new Program(spec.command(), spec.env(), spec.directory()))) {
        case Launch.Running(Child child) -> {
          HostExecution execution = new HostExecution(spec, family, child);
          Thread.ofVirtual().name("exec-" + spec.id()).start(() -> execution.supervise(child));
          yield execution;
        }
        case Launch.Refused(int code, String problem) ->
            ended(spec, family, new ExecOutcome.NotStarted(code, problem));
      };
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
      if (!child.awaitExit(limit == null ? FOR_EVER : limit)) {
        timedOut = true;
        signal(Signal.KILL);
        child.awaitExit(FOR_EVER);
      }
      if (!child.awaitClosed(MOMENT)) {
        family.observe();
        if (!child.awaitClosed(PIPE_GRACE)) {
          child.cut();
        }
      }
      outcome.complete(
          timedOut && limit != null
              ? new ExecOutcome.TimedOut(limit)
              : switch (child.exit()) {
                case ExitStatus.Exited(int code) -> new ExecOutcome.Exited(code);
                case ExitStatus.Signalled(int number) -> new ExecOutcome.Signalled(number);
              });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
      throw new IllegalStateException("the execution " + spec.id() + " was lost", e);
    }
  }

  @Override
  public void signal(Signal signal) {
    if (child == null) {
      return;
    }
    switch (signal) {
      case KILL -> family.kill(child);
      case INTERRUPT -> family.signal(child, Signals.INTERRUPT);
      case TERMINATE -> family.signal(child, Signals.TERMINATE);
    }
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
  }
}
