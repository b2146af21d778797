// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.protocol.v1beta1.Position;
import io.berth.protocol.v1beta1.ReadRequest;
import io.berth.protocol.v1beta1.ReadResponse;
import io.berth.sdk.wire.Bytes;
import io.berth.sdk.wire.Executions;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One stream of an execution's output, from a position on, used by one reader at a time.
///
/// What arrives is taken from the connection at once, so that a slow reader holds up nobody else;
/// it is the window that bounds how much that can be.
final class OutputStreaming implements ClientResponseObserver<ReadRequest, ReadResponse> {

  /// How much the plugin may send ahead of the reader.
  private static final long WINDOW = 1 << 20;

  /// How much is read or durable before the plugin is told.
  private static final long UNTOLD = 256 << 10;

  private static final byte[] END = {};

  private final RemoteEnvironment environment;
  private final long untold;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Chunk> arrived = new ArrayDeque<>();
  private @Nullable ClientCallStreamObserver<ReadRequest> call;
  private @Nullable Exception failure;
  private @Nullable ExecOutcome outcome;
  private long position;
  private long due;
  private long window = WINDOW;
  private long consumed;
  private long durable;

  private OutputStreaming(RemoteEnvironment environment, long from, long durable) {
    this.environment = environment;
    this.position = from;
    this.due = from;
    this.durable = durable;
    long retained = environment.session().capabilities().limits().retainedBytes();
    this.untold = retained > 0 ? Math.clamp(retained / 4, 1, UNTOLD) : UNTOLD;
  }

  static OutputStreaming open(RemoteEnvironment environment, ExecId id, long from, long durable)
      throws StatusException {
    var stream = new OutputStreaming(environment, from, durable);
    environment.connection().outputs().read(stream);
    stream.send(
        ReadRequest.newBuilder()
            .setOpen(
                ReadRequest.Open.newBuilder()
                    .setEnvironmentId(environment.id())
                    .setExecutionId(id.value())
                    .addFrom(at(from)))
            .addDurable(at(durable))
            .setWindow(WINDOW)
            .build());
    return stream;
  }

  private static Position at(long offset) {
    return Position.newBuilder().setOffset(offset).build();
  }

  private void send(ReadRequest request) {
    if (call != null) {
      call.onNext(request);
    }
  }

  long position() {
    return position;
  }

  /// Returns how the command ended, once the output has.
  @Nullable ExecOutcome outcome() {
    return outcome;
  }

  /// Waits for the next output; empty at its end.
  Chunk next(long nowDurable) throws StatusException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (failure == null && (consumed >= untold || nowDurable - durable >= untold)) {
        window += consumed;
        send(ReadRequest.newBuilder().addDurable(at(nowDurable)).setWindow(consumed).build());
        consumed = 0;
        durable = Math.max(durable, nowDurable);
      }
      while (arrived.isEmpty() && outcome == null && failure == null) {
        changed.await();
      }
      Chunk chunk = arrived.poll();
      if (chunk != null) {
        position = chunk.end();
        consumed += chunk.bytes().length;
        return chunk;
      }
      if (failure instanceof StatusException status) {
        throw status;
      }
      if (failure instanceof RuntimeException broken) {
        throw broken;
      }
      return new Chunk(position, END);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ReadRequest> stream) {
    call = stream;
    stream.disableAutoRequestWithInitial(Integer.MAX_VALUE);
  }

  @Override
  public void onNext(ReadResponse answer) {
    lock.lock();
    try {
      if (answer.hasResult()) {
        outcome = Executions.in(answer.getResult());
      } else {
        take(answer);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void take(ReadResponse answer) {
    long offset = answer.getChunk().getAt().getOffset();
    byte[] bytes = Bytes.in(answer.getChunk().getBytes());
    window -= bytes.length;
    if (offset != due || bytes.length == 0 || window < 0) {
      failure =
          environment
              .session()
              .wrong(
                  "sent "
                      + bytes.length
                      + " bytes of output at "
                      + offset
                      + ", where output from "
                      + due
                      + " and within the window was due");
      close();
      return;
    }
    due += bytes.length;
    arrived.add(new Chunk(offset, bytes));
  }

  @Override
  public void onError(Throwable why) {
    lock.lock();
    try {
      if (failure == null) {
        failure = Status.fromThrowable(why).asException(Status.trailersFromThrowable(why));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onCompleted() {
    lock.lock();
    try {
      if (outcome == null && failure == null) {
        failure = environment.session().wrong("ended the output of a command without its result");
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    if (call != null) {
      call.cancel("the reader is done", null);
    }
  }
}
