// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A command with its output, its limit and its outcome.
final class LiftedExecution implements Execution {

  /// How long a child that the command left behind may keep the output open; actions/runner waits
  /// as long.
  private static final Duration PIPE_GRACE = Duration.ofSeconds(5);

  private static final Duration FOR_EVER = Duration.ofDays(36500);
  private static final byte[] END = {};

  private final ExecId id;
  private final Set<Signal> signals;
  private final Threads threads;
  private final RetainedOutput output = new RetainedOutput();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CompletableFuture<ExecOutcome> outcome = new CompletableFuture<>();
  private volatile @Nullable Running running;
  private volatile @Nullable BerthError lost;
  private volatile boolean askedToEnd;

  /// @param signals which can be sent
  /// @param threads for whoever waits for its end
  LiftedExecution(ExecId id, Set<Signal> signals, Threads threads) {
    this.id = id;
    this.signals = signals;
    this.threads = threads;
  }

  /// What brings a command to start.
  ///
  /// @param <R> what can be done with it then
  interface Beginning<R extends Running> {
    R start() throws IOException, InterruptedException;
  }

  /// Brings the command to start, once.
  ///
  /// @param limit the longest that it may run, or `null`
  /// @return what was started
  <R extends Running> R begin(Beginning<R> beginning, @Nullable Duration limit)
      throws IOException, InterruptedException {
    try {
      R started = beginning.start();
      running = started;
      var _ = outcome.whenComplete((_, _) -> started.over());
      if (started instanceof NeverRan never) {
        outcome.complete(never.exit());
      } else {
        threads.start("exec-" + id, () -> supervise(started, limit));
      }
      return started;
    } finally {
      begun.countDown();
    }
  }

  /// Notes that the command could not be brought to start.
  void fail(IOException why) {
    outcome.complete(
        new ExecOutcome.EnvironmentLost(lost("a command cannot be started: " + why.getMessage())));
  }

  /// Waits until the command was brought to start, or could not be.
  void awaitBegun() {
    boolean interrupted = false;
    while (true) {
      try {
        begun.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean awaitBegun(Duration atMost) throws InterruptedException {
    return begun.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void supervise(Running command, @Nullable Duration limit) {
    try {
      boolean inTime = command.awaitExit(limit == null ? FOR_EVER : limit);
      if (!inTime) {
        command.signal(Signal.KILL);
        command.awaitExit(FOR_EVER);
      }
      if (!command.awaitClosed(PIPE_GRACE)) {
        command.cut();
      }
      if (askedToEnd) {
        command.signal(Signal.KILL);
      }
      BerthError loss = lost;
      if (loss != null) {
        outcome.complete(new ExecOutcome.EnvironmentLost(loss));
      } else if (!inTime && limit != null) {
        outcome.complete(new ExecOutcome.TimedOut(limit));
      } else {
        outcome.complete(command.exit());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      lose(lost("the end of a command cannot be told: " + e));
      release();
    }
  }

  private static BerthError lost(String problem) {
    return BerthError.of(ErrorCode.ENVIRONMENT_LOST, problem, null);
  }

  @Override
  public ExecId id() {
    return id;
  }

  @Override
  public Chunk read(long from, long durable) throws InterruptedException {
    begun.await();
    try {
      return output.read(running, from, durable);
    } catch (IOException e) {
      BerthError loss = lost("the output of a command was lost: " + e.getMessage());
      if (!outcome.complete(new ExecOutcome.EnvironmentLost(loss))
          && !(outcome.join() instanceof ExecOutcome.EnvironmentLost)) {
        throw new BerthException(loss, e);
      }
      output.end();
      return new Chunk(from, END);
    }
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
    if (!signals.contains(signal)) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.LAYER_UNSUPPORTED,
              "the signal " + signal + " cannot be sent to a command here, only " + signals,
              "use a backend that can send it"));
    }
    awaitBegun();
    Running command = running;
    if (command != null) {
      askedToEnd = true;
      command.signal(signal);
    }
  }

  /// Steps whose signal cannot be sent are passed over without waiting.
  @Override
  public void end(KillSequence sequence) {
    awaitBegun();
    Running command = running;
    if (command != null && !outcome.isDone()) {
      threads.start("end-" + id, () -> end(command, sequence));
    }
  }

  private void end(Running command, KillSequence sequence) {
    try {
      for (KillSequence.Step step : sequence.steps()) {
        if (signals.contains(step.signal())) {
          signal(step.signal());
          if (command.awaitExit(step.patience())) {
            return;
          }
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

  /// Ends what still runs.
  void kill() {
    Running command = running;
    if (command != null && !outcome.isDone() && signals.contains(Signal.KILL)) {
      command.signal(Signal.KILL);
    }
  }

  /// Gives back what it held, once nobody is left to write.
  void release() {
    Running command = running;
    if (command != null) {
      command.close();
    }
    output.end();
    BerthError loss = lost;
    if (loss != null) {
      outcome.complete(new ExecOutcome.EnvironmentLost(loss));
    }
  }
}
