// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.protocol.v1beta1.CopyInRequest;
import io.berth.protocol.v1beta1.CopyInResponse;
import io.berth.sdk.wire.Bytes;
import io.berth.sdk.wire.Digest;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A tar stream on its way into an environment. The next message is asked for when one was
/// unpacked, so that a few are held in memory.
final class CopyingIn implements StreamObserver<CopyInRequest> {

  private static final int LARGEST = 1 << 20;

  /// How many messages are held.
  private static final int AHEAD = 8;

  private final Session session;
  private final ServerCallStreamObserver<CopyInResponse> caller;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<CopyInRequest> messages = new ArrayDeque<>();
  private @Nullable IOException broken;
  private boolean begun;
  private boolean over;

  CopyingIn(Session session, ServerCallStreamObserver<CopyInResponse> caller) {
    this.session = session;
    this.caller = caller;
    caller.setOnCancelHandler(() -> cut(new IOException("the copy was cut off")));
    caller.disableAutoInboundFlowControl();
    caller.request(AHEAD);
  }

  @Override
  public void onNext(CopyInRequest next) {
    lock.lock();
    try {
      messages.add(next);
      changed.signalAll();
      if (!begun) {
        begun = true;
        Thread.ofVirtual().name("copy-in").start(() -> unpack(next));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onError(Throwable failure) {
    cut(new IOException("the copy was cut off"));
  }

  @Override
  public void onCompleted() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
      if (!begun) {
        caller.onError(Failures.out(Reason.FRAME_ORDER, "a copy has at least one message"));
      }
    } finally {
      lock.unlock();
    }
  }

  private void cut(IOException why) {
    lock.lock();
    try {
      broken = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void unpack(CopyInRequest first) {
    var tar = new Tar(first.getCrc32C());
    try {
      session.environment(first.getEnvironmentId()).copyIn(first.getDirectory(), tar);
      tar.drain();
      caller.onNext(CopyInResponse.getDefaultInstance());
      caller.onCompleted();
    } catch (RuntimeException | IOException e) {
      if (!caller.isCancelled()) {
        caller.onError(Answering.status(tar.failure == null ? e : tar.failure));
      }
    }
  }

  /// Waits for the next message.
  private CopyInRequest take() throws IOException {
    lock.lock();
    try {
      while (messages.isEmpty() && broken == null && !over) {
        changed.await();
      }
      if (broken != null) {
        throw broken;
      }
      CopyInRequest taken = messages.poll();
      if (taken == null) {
        throw new IOException("the copy ended without saying what it hashes to");
      }
      caller.request(1);
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the copy was interrupted");
    } finally {
      lock.unlock();
    }
  }

  /// The bytes of the messages, checked at their end.
  private final class Tar extends InputStream {

    private final Digest digest;
    private byte[] bytes = {};
    private int position;
    private boolean first = true;
    private boolean ended;
    private @Nullable RuntimeException failure;

    Tar(boolean crc32c) {
      digest = new Digest(crc32c);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      while (position == bytes.length && !ended) {
        fill();
      }
      if (position == bytes.length) {
        return -1;
      }
      int size = Math.min(length, bytes.length - position);
      System.arraycopy(bytes, position, target, offset, size);
      position += size;
      return size;
    }

    private void fill() throws IOException {
      CopyInRequest next = take();
      if (!first && (!next.getEnvironmentId().isEmpty() || !next.getDirectory().isEmpty())) {
        throw fail(Reason.FRAME_ORDER, "where to copy to belongs into the first message only");
      }
      if (next.getBytes().size() > LARGEST) {
        throw fail(Reason.TOO_LARGE, "a piece of a copy is larger than " + LARGEST + " bytes");
      }
      first = false;
      bytes = Bytes.in(next.getBytes());
      position = 0;
      digest.add(bytes);
      if (next.hasEnd()) {
        ended = true;
        if (!digest.end().equals(next.getEnd())) {
          throw fail(Reason.COPY_DAMAGED, "the copy is not what its end says it is: copy again");
        }
      }
    }

    private IOException fail(Reason reason, String problem) {
      failure = Failures.out(reason, problem);
      return new IOException(problem);
    }

    /// Reads what follows the archive, so that its end is checked.
    void drain() throws IOException {
      while (!ended) {
        fill();
      }
    }
  }
}
