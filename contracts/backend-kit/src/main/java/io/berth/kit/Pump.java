// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Output that comes as a stream whose reading cannot be interrupted, as a [Running] needs it. It
/// is read ahead a little; beyond that the command waits until somebody reads.
public final class Pump {

  private static final int PIECE = 64 << 10;
  private static final int AHEAD = 256 << 10;

  /// What a command may have left in a pipe when it ended.
  private static final int AFTER_THE_END = 2 << 20;

  private static final byte[] END = {};

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private int held;
  private int room = AHEAD;
  private boolean over;
  private @Nullable IOException failure;

  private Pump() {}

  /// Begins to read a stream, and closes it at its end.
  public static Pump start(String name, InputStream stream, Threads threads) {
    var pump = new Pump();
    threads.start(name, () -> pump.run(stream));
    return pump;
  }

  private void run(InputStream stream) {
    byte[] buffer = new byte[PIECE];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0 && !isOver(); n = stream.read(buffer)) {
        if (n > 0) {
          put(Arrays.copyOf(buffer, n));
        }
      }
      end(null);
    } catch (IOException e) {
      end(e);
    } catch (InterruptedException e) {
      end(new IOException("interrupted while reading output", e));
    }
  }

  private boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  private void put(byte[] piece) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (held >= room && !over) {
        changed.await();
      }
      if (!over) {
        pieces.add(piece);
        held += piece.length;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable IOException why) {
    lock.lock();
    try {
      failure = over ? failure : why;
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// As [Running#read].
  public byte[] read(int max) throws InterruptedException, IOException {
    lock.lockInterruptibly();
    try {
      while (pieces.isEmpty() && !over) {
        changed.await();
      }
      byte[] piece = pieces.poll();
      if (piece == null) {
        if (failure != null) {
          throw new IOException(failure.getMessage(), failure);
        }
        return END;
      }
      byte[] taken = piece;
      if (piece.length > max) {
        taken = Arrays.copyOf(piece, max);
        pieces.addFirst(Arrays.copyOfRange(piece, max, piece.length));
      }
      held -= taken.length;
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// As [Running#awaitClosed]. It is called when the command has ended: what it left is taken in.
  public boolean awaitClosed(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      room = AFTER_THE_END;
      changed.signalAll();
      while (!over && left > 0) {
        left = changed.awaitNanos(left);
      }
      return over;
    } finally {
      lock.unlock();
    }
  }

  /// As [Running#cut]. What is written from now on is not told any more.
  public void cut() {
    end(null);
  }
}
