// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import io.berth.spi.DuplexStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A connection that an interrupt of whoever uses it does not cut, as it would a channel or a
/// socket, and whose reader does not wait for ever. Threads of its own read and write: one piece is
/// read ahead, beyond that the other side waits, and so does whoever writes until it is written.
///
/// They are no virtual ones: the JDK's own thread that polls for those keeps every process from
/// ending for 300 ms.
final class SteadyStream implements DuplexStream {

  private static final int PIECE = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("engine-output").factory());
  private @Nullable DuplexStream stream;
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

  private SteadyStream() {}

  /// Opens a connection.
  ///
  /// @throws IOException if nobody answers
  static SteadyStream dial(Dialer dialer) throws IOException {
    var steady = new SteadyStream();
    Thread.ofPlatform().daemon().name("engine-input").start(() -> steady.run(dialer));
    steady.awaitOpen();
    return steady;
  }

  private void run(Dialer dialer) {
    IOException why = null;
    try {
      DuplexStream opened = dialer.dial();
      lock.lock();
      try {
        stream = opened;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      pump(opened.input());
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

  private void awaitOpen() throws IOException {
    lock.lock();
    try {
      while (stream == null && !over) {
        changed.awaitUninterruptibly();
      }
      if (stream == null) {
        writer.shutdown();
        throw failure != null ? failure : new IOException("it was closed");
      }
    } finally {
      lock.unlock();
    }
  }

  private void pump(InputStream in) throws IOException {
    int count = in.read(spare);
    while (count >= 0 && put(count)) {
      count = in.read(spare);
    }
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
    aside(open()::closeOutput);
  }

  private DuplexStream open() throws IOException {
    lock.lock();
    try {
      if (stream == null || closed) {
        throw new IOException("it was closed");
      }
      return stream;
    } finally {
      lock.unlock();
    }
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
    writer.shutdown();
    DuplexStream opened = stream;
    if (opened != null) {
      opened.close();
    }
  }

  /// Does something on the writer's thread and waits for its end, however long that takes.
  private void aside(Dialer.Ending action) throws IOException {
    Future<?> done;
    try {
      done =
          writer.submit(
              () -> {
                action.end();
                return action;
              });
    } catch (RejectedExecutionException e) {
      throw new IOException("it was closed", e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      Throwable why = e.getCause();
      throw new IOException(why == null ? "it failed" : String.valueOf(why.getMessage()), why);
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
      aside(() -> open().output().write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      aside(() -> open().output().flush());
    }
  }
}
