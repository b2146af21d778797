// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import com.google.protobuf.UnsafeByteOperations;
import io.berth.protocol.v1beta1.Position;
import io.berth.protocol.v1beta1.ReadRequest;
import io.berth.protocol.v1beta1.ReadResponse;
import io.berth.sdk.wire.Executions;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.berth.spi.Chunk;
import io.berth.spi.Execution;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One reader of the output of one execution: sends no more than the reader has room for.
final class Reading implements StreamObserver<ReadRequest> {

  /// What goes into one message.
  private static final int PIECE = 128 << 10;

  /// What may be durable before an environment that waits for output is told of it.
  private static final long UNTOLD = 1 << 20;

  private final Session session;
  private final Outbound<ReadResponse> reader;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread sender;
  private long window;
  private long durable;
  private long told;
  private boolean waiting;

  Reading(Session session, ServerCallStreamObserver<ReadResponse> caller) {
    this.session = session;
    this.reader = new Outbound<>(caller, this::stop);
  }

  @Override
  public void onNext(ReadRequest request) {
    lock.lock();
    try {
      if (request.hasOpen() == (sender != null)) {
        throw Failures.out(Reason.FRAME_ORDER, "`open` belongs into the first message only");
      }
      window = Math.addExact(window, Math.max(0, request.getWindow()));
      durable = Math.max(durable, offset(request.getDurableList()));
      if (request.hasOpen()) {
        open(request.getOpen());
      }
      if (waiting && sender != null && durable - told >= UNTOLD) {
        sender.interrupt();
      }
      changed.signalAll();
    } catch (RuntimeException e) {
      reader.fail(e);
      stop();
    } finally {
      lock.unlock();
    }
  }

  private void open(ReadRequest.Open open) {
    Execution execution = session.execution(open.getEnvironmentId(), open.getExecutionId());
    long from = offset(open.getFromList());
    if (from < durable) {
      throw Failures.out(
          Reason.BAD_FIELD, "reads from " + from + ", before what is durable: " + durable);
    }
    sender = Thread.ofVirtual().name("read-" + execution.id()).start(() -> send(execution, from));
  }

  private static long offset(Iterable<Position> positions) {
    long offset = 0;
    for (Position position : positions) {
      if (position.getStreamValue() != 0) {
        throw Failures.out(Reason.BAD_FIELD, "output is merged here: there is one stream");
      }
      offset = position.getOffset();
    }
    if (offset < 0) {
      throw Failures.out(Reason.BAD_FIELD, "a position is past all output");
    }
    return offset;
  }

  private void send(Execution execution, long start) {
    long from = start;
    try {
      while (true) {
        Chunk chunk = next(execution, from);
        if (chunk == null) {
          continue;
        }
        if (chunk.isEnd()) {
          break;
        }
        send(chunk);
        from = chunk.end();
      }
      reader.send(ReadResponse.newBuilder().setResult(Executions.out(execution.outcome())).build());
      reader.complete();
    } catch (Outbound.CallerGone e) {
      // A reader that leaves changes nothing.
    } catch (IllegalArgumentException e) {
      reader.fail(Failures.out(Reason.OUTPUT_FORGOTTEN, String.valueOf(e.getMessage())));
    } catch (RuntimeException | InterruptedException e) {
      reader.fail(e);
    }
  }

  /// Waits for output, or returns `null` if there is more to tell the environment first.
  private @Nullable Chunk next(Execution execution, long from) throws InterruptedException {
    long safe;
    lock.lock();
    try {
      if (reader.isGone()) {
        throw new Outbound.CallerGone();
      }
      safe = Math.min(durable, from);
      told = safe;
      waiting = true;
    } finally {
      lock.unlock();
    }
    try {
      return execution.read(from, safe);
    } catch (InterruptedException e) {
      if (reader.isGone()) {
        throw e;
      }
      return null;
    } finally {
      stopWaiting();
    }
  }

  private void stopWaiting() {
    lock.lock();
    try {
      waiting = false;
      // An interrupt that came too late must not end another wait.
      Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  private void send(Chunk chunk) throws InterruptedException {
    int sent = 0;
    while (sent < chunk.bytes().length) {
      int size = room(Math.min(PIECE, chunk.bytes().length - sent));
      reader.send(
          ReadResponse.newBuilder()
              .setChunk(
                  io.berth.protocol.v1beta1.Chunk.newBuilder()
                      .setAt(Position.newBuilder().setOffset(chunk.offset() + sent))
                      .setBytes(UnsafeByteOperations.unsafeWrap(chunk.bytes(), sent, size)))
              .build());
      sent += size;
    }
  }

  /// Takes up to `wanted` bytes of the window, waiting until there are some.
  private int room(int wanted) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (window == 0) {
        if (reader.isGone()) {
          throw new Outbound.CallerGone();
        }
        changed.await();
      }
      int size = (int) Math.min(window, wanted);
      window -= size;
      return size;
    } finally {
      lock.unlock();
    }
  }

  /// The reader has left.
  private void stop() {
    lock.lock();
    try {
      if (sender != null) {
        sender.interrupt();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onError(Throwable failure) {
    stop();
  }

  /// The reader has nothing more to say, and still listens.
  @Override
  public void onCompleted() {}
}
