// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.kit.Refusals;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.protocol.v1beta1.GetRequest;
import io.berth.protocol.v1beta1.GetResponse;
import io.berth.protocol.v1beta1.PollRequest;
import io.berth.protocol.v1beta1.PollResponse;
import io.berth.protocol.v1beta1.Position;
import io.berth.protocol.v1beta1.SignalRequest;
import io.berth.sdk.wire.Executions;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Names;
import io.berth.sdk.wire.Reason;
import io.berth.sdk.wire.Times;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.KillSequence;
import io.berth.spi.Signal;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command in an environment of a plugin.
final class RemoteExecution implements Execution {

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final byte[] END = {};

  /// The call that a small plugin leaves out.
  private static final String READ = "Read";

  /// How much is asked for in one call.
  private static final int PIECE = 256 << 10;

  /// How many streams are kept open for readers that come back.
  private static final int KEPT = 2;

  private final RemoteEnvironment environment;
  private final ExecId id;
  private final Deque<OutputStreaming> idle = new ArrayDeque<>();
  private volatile @Nullable ExecOutcome outcome;
  private long durable;
  private boolean closed;

  RemoteExecution(RemoteEnvironment environment, ExecId id) {
    this.environment = environment;
    this.id = id;
  }

  @Override
  public ExecId id() {
    return id;
  }

  boolean hasEnded() {
    return outcome != null;
  }

  @Override
  public Chunk read(long from, long nowDurable) throws InterruptedException {
    checkDurable(from, nowDurable);
    if (outcome instanceof ExecOutcome.ExecutionLost) {
      return new Chunk(from, END);
    }
    try {
      return environment.call(() -> next(from, nowDurable));
    } catch (BerthException e) {
      Throwable cause = e.getCause();
      if (cause != null && Failures.reason(cause) == Reason.OUTPUT_FORGOTTEN) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      cut(lost(e));
      return new Chunk(from, END);
    }
  }

  /// Not all that was written could be read: that it ended well, if that was told before, counts no
  /// more.
  private synchronized void cut(ExecOutcome lost) {
    boolean isLost =
        outcome instanceof ExecOutcome.EnvironmentLost
            || outcome instanceof ExecOutcome.ExecutionLost;
    if (!isLost) {
      outcome = lost;
    }
  }

  /// What was called durable is told to the plugin later than it is known here.
  private synchronized void checkDurable(long from, long nowDurable) {
    if (nowDurable > from || from < durable) {
      throw new IllegalArgumentException(
          "reading from " + from + ", durable " + Math.max(durable, nowDurable));
    }
    durable = Math.max(durable, nowDurable);
  }

  private Chunk next(long from, long nowDurable) throws StatusException, InterruptedException {
    if (environment.session().leftOut().contains(READ)) {
      return polled(from, nowDurable);
    }
    OutputStreaming stream = take(from);
    if (stream == null) {
      stream = OutputStreaming.open(environment, id, from, nowDurable);
    }
    boolean good = false;
    try {
      Chunk chunk = stream.next(nowDurable);
      ExecOutcome told = stream.outcome();
      if (told != null) {
        settle(told);
      }
      good = !chunk.isEnd();
      return chunk;
    } catch (InterruptedException e) {
      good = true;
      throw e;
    } catch (StatusException e) {
      if (!PluginSession.isUnimplemented(e)) {
        throw e;
      }
      environment.session().leftOut().add(READ);
      return polled(from, nowDurable);
    } finally {
      if (good) {
        putBack(stream);
      } else {
        stream.close();
      }
    }
  }

  /// Asks for one piece after the other, of a plugin that has no streams of output.
  private Chunk polled(long from, long nowDurable) throws StatusException {
    var request =
        PollRequest.newBuilder()
            .setEnvironmentId(environment.id())
            .setExecutionId(id.value())
            .setFrom(Position.newBuilder().setOffset(from))
            .setDurable(Position.newBuilder().setOffset(nowDurable))
            .setMaxBytes(PIECE)
            .setWait(Times.out(WAIT))
            .build();
    while (true) {
      PollResponse answer = environment.connection().executions(WAIT).poll(request);
      if (answer.hasChunk()) {
        long offset = answer.getChunk().getAt().getOffset();
        Chunk chunk = new Chunk(offset, answer.getChunk().getBytes().toByteArray());
        if (chunk.offset() != from || chunk.isEnd() || chunk.bytes().length > PIECE) {
          throw environment
              .session()
              .wrong(
                  "sent %d bytes of output at %d, where 1 to %d at %d were due"
                      .formatted(chunk.bytes().length, chunk.offset(), PIECE, from));
        }
        return chunk;
      }
      if (answer.hasResult()) {
        settle(Executions.in(answer.getResult()));
        return new Chunk(from, END);
      }
    }
  }

  private synchronized @Nullable OutputStreaming take(long from) {
    for (OutputStreaming stream : idle) {
      if (stream.position() == from) {
        idle.remove(stream);
        return stream;
      }
    }
    return null;
  }

  private synchronized void putBack(OutputStreaming stream) {
    if (closed) {
      stream.close();
      return;
    }
    idle.addFirst(stream);
    if (idle.size() > KEPT) {
      idle.removeLast().close();
    }
  }

  /// Ends the reading, not the command.
  synchronized void close() {
    closed = true;
    idle.forEach(OutputStreaming::close);
    idle.clear();
  }

  /// Ends it as lost, because its environment was stopped.
  void abandon() {
    if (!hasEnded()) {
      settle(lost(Refusals.notReady(environment.id(), "stopped")));
      signal(Signal.KILL);
    }
  }

  /// The plugin was started anew, and its environments outlive it but not what runs in them.
  void forgotten() {
    settle(unknown());
  }

  private ExecOutcome unknown() {
    return new ExecOutcome.ExecutionLost(
        BerthError.of(
            ErrorCode.EXECUTION_LOST,
            "backend `"
                + environment.session().name()
                + "` was started anew while command `"
                + id
                + "` ran, and does not know it any more",
            "run the job again"));
  }

  /// What it comes to if it cannot be reached any more: never a success.
  private ExecOutcome lost(BerthException failure) {
    Throwable cause = failure.getCause();
    if (cause != null && Failures.reason(cause) == Reason.EXECUTION_UNKNOWN) {
      return unknown();
    }
    BerthError first = failure.errors().getFirst();
    return new ExecOutcome.EnvironmentLost(
        new BerthError(
            ErrorCode.ENVIRONMENT_LOST, first.problem(), first.remedy(), first.where(), List.of()));
  }

  /// There is one outcome, whatever is said later.
  private synchronized void settle(ExecOutcome told) {
    if (outcome == null) {
      outcome = told;
    }
  }

  @Override
  public ExecOutcome outcome() throws InterruptedException {
    var request =
        GetRequest.newBuilder()
            .setEnvironmentId(environment.id())
            .setExecutionId(id.value())
            .setWait(Times.out(WAIT))
            .build();
    for (ExecOutcome known = outcome; ; known = outcome) {
      if (known != null) {
        return known;
      }
      try {
        GetResponse answer =
            environment.call(() -> environment.connection().executions(WAIT).get(request));
        if (answer.hasResult()) {
          settle(Executions.in(answer.getResult()));
        }
      } catch (BerthException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        settle(lost(e));
      }
    }
  }

  @Override
  public void end(KillSequence sequence) {
    var request = request();
    for (KillSequence.Step step : sequence.steps()) {
      request.addSteps(
          SignalRequest.Step.newBuilder()
              .setSignal(Names.out(step.signal()))
              .setPatience(Times.out(step.patience())));
    }
    send(request.build());
  }

  @Override
  public void signal(Signal signal) {
    send(request().addSteps(SignalRequest.Step.newBuilder().setSignal(Names.out(signal))).build());
  }

  private SignalRequest.Builder request() {
    return SignalRequest.newBuilder().setEnvironmentId(environment.id()).setExecutionId(id.value());
  }

  private void send(SignalRequest request) {
    environment
        .session()
        .callToEnd(
            () -> environment.call(() -> environment.connection().executions().signal(request)));
  }
}
