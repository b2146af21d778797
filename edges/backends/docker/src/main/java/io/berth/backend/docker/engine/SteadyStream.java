// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import io.berth.spi.DuplexStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A connection that an interrupt of whoever uses it does not cut, as it would a channel's, and
/// whose reader does not wait for ever. A thread of its own reads one piece ahead; beyond that the
/// other side waits.
final class SteadyStream implements DuplexStream {

  private static final int PIECE = 64 << 10;

  private final DuplexStream stream;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private byte[] piece = new byte[PIECE];
  private byte[] spare = new byte[PIECE];
  private int at;
  private int end;
  private boolean over;
  private boolean closed;
  private @Nullable IOException failure;
  private volatile long patience = Long.MAX_VALUE;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();

  private SteadyStream(DuplexStream stream) {
    this.stream = stream;
  }

  static SteadyStream over(DuplexStream stream) {
    var steady = new SteadyStream(stream);
    // Not a virtual one: the JDK's own thread that then polls keeps every process from ending for
    // 300 ms.
    Thread.ofPlatform().daemon().name("engine-input").start(steady::pump);
    return steady;
  }

  /// Says how long a read may wait, or nothing for ever.
  void patience(@Nullable Duration longest) {
    patience = longest == null ? Long.MAX_VALUE : longest.toNanos();
  }

  /// Returns whether the other side has sent something, or closed, that nobody has read.
  boolean hasNews() {
    lock.lock();
    try {
      return over || at < end;
    } finally {
      lock.unlock();
    }
  }

  private void pump() {
    IOException why = null;
    try {
      InputStream in = stream.input();
      while (true) {
        int n = in.read(spare);
        if (n < 0 || !put(n)) {
          break;
        }
      }
    } catch (IOException e) {
      why = e;
    }
    lock.lock();
    try {
      over = true;
      failure = closed ? null : why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Hands over what was read into the spare, when what was handed over before has been taken.
  private boolean put(int count) {
    lock.lock();
    try {
      while (at < end && !closed) {
        changed.awaitUninterruptibly();
      }
      byte[] filled = spare;
      spare = piece;
      piece = filled;
      at = 0;
      end = count;
      changed.signalAll();
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void await() throws IOException {
    long deadline = patience == Long.MAX_VALUE ? 0 : System.nanoTime() + patience;
    boolean interrupted = false;
    try {
      while (at == end && !over) {
        if (patience == Long.MAX_VALUE) {
          changed.awaitUninterruptibly();
          continue;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new SocketTimeoutException(
              "nothing was heard for " + Duration.ofNanos(patience).toSeconds() + " seconds");
        }
        try {
          changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (at == end && failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void closeOutput() throws IOException {
    withoutInterrupt(stream::closeOutput);
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    withoutInterrupt(stream::close);
  }

  private static void withoutInterrupt(Dialer.Ending action) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      action.end();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Input extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      lock.lock();
      try {
        await();
        if (length == 0 || at == end) {
          return length == 0 ? 0 : -1;
        }
        int n = Math.min(length, end - at);
        System.arraycopy(piece, at, into, offset, n);
        at += n;
        if (at == end) {
          changed.signalAll();
        }
        return n;
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Output extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      withoutInterrupt(() -> stream.output().write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      withoutInterrupt(() -> stream.output().flush());
    }
  }
}
