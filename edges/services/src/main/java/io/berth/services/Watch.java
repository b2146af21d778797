// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Runs each exchange on a virtual thread of its own, only so many at once, and cuts off clients
/// that send or take nothing for too long. The server of the JDK has no such time.
final class Watch implements Executor, AutoCloseable {

  private static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

  /// An exchange in progress.
  private static final class Exchange {
    private final Thread thread;
    private volatile long waitingSince = System.nanoTime();
    private volatile boolean isWaiting = true;

    Exchange(Thread thread) {
      this.thread = thread;
    }

    void waiting() {
      waitingSince = System.nanoTime();
      isWaiting = true;
    }

    void working() {
      isWaiting = false;
    }
  }

  /// The body of a request, read under watch.
  record Body(HttpExchange exchange, InputStream input) {}

  private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();
  private final Semaphore room;
  private final long stallNanos;
  private final Thread guard;
  private volatile boolean isClosed;

  Watch(int most, Duration stall) {
    this.room = new Semaphore(most);
    this.stallNanos = stall.toNanos();
    this.guard = Thread.ofVirtual().name("services-watch").start(this::guard);
  }

  /// A refusal makes the server close the connection.
  @Override
  public void execute(Runnable task) {
    if (isClosed || !room.tryAcquire()) {
      throw new RejectedExecutionException("busy");
    }
    Thread.ofVirtual().name("services-" + count.incrementAndGet()).start(() -> run(task));
  }

  private void run(Runnable task) {
    var exchange = new Exchange(Thread.currentThread());
    exchanges.add(exchange);
    try {
      ScopedValue.where(CURRENT, exchange).run(task);
    } finally {
      exchanges.remove(exchange);
      room.release();
    }
  }

  private void guard() {
    try {
      while (!isClosed) {
        TimeUnit.NANOSECONDS.sleep(Math.max(1, stallNanos / 8));
        for (Exchange exchange : exchanges) {
          if (exchange.isWaiting && System.nanoTime() - exchange.waitingSince > stallNanos) {
            exchange.thread.interrupt();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Says that the head of the request has been read.
  Body body(HttpExchange exchange) {
    current().working();
    return new Body(exchange, new WatchedInput(exchange.getRequestBody(), current()));
  }

  /// Says that an answer is sent from now on: the client is to take some of it in time.
  void answering() {
    current().waiting();
  }

  OutputStream output(OutputStream out) {
    return new WatchedOutput(out, current());
  }

  private static Exchange current() {
    return CURRENT.get();
  }

  @Override
  public void close() {
    isClosed = true;
    guard.interrupt();
    for (Exchange exchange : exchanges) {
      exchange.thread.interrupt();
    }
    boolean isInterrupted = false;
    for (Exchange exchange : exchanges) {
      isInterrupted |= !joined(exchange.thread);
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean joined(@Nullable Thread thread) {
    try {
      return thread == null || thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static final class WatchedInput extends FilterInputStream {
    private final Exchange exchange;

    WatchedInput(InputStream in, Exchange exchange) {
      super(in);
      this.exchange = exchange;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      exchange.waiting();
      try {
        return in.read(bytes, offset, length);
      } finally {
        exchange.working();
      }
    }
  }

  private static final class WatchedOutput extends FilterOutputStream {
    private final Exchange exchange;

    WatchedOutput(OutputStream out, Exchange exchange) {
      super(out);
      this.exchange = exchange;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      exchange.waiting();
      out.write(bytes, offset, length);
      exchange.waiting();
    }
  }
}
