// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.Chunk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The output of an execution that may be asked for again: what was read from its pipe and is not
/// durable yet. When its room is used up the pipe is not read, so that the process waits.
public final class RetainedOutput {

  /// How much is kept at most.
  public static final int ROOM = 4 << 20;

  private static final int CHUNK = 128 << 10;
  private static final byte[] END = {};

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private long start;
  private long end;
  private boolean reading;
  private boolean over;

  /// Returns what follows `from`, reading from `running` if that is not here yet.
  ///
  /// @throws IllegalArgumentException if `from` is not kept
  public Chunk read(@Nullable Running running, long from, long durable)
      throws InterruptedException, IOException {
    lock.lockInterruptibly();
    try {
      forget(durable);
      if (from < start || from > end || durable > from) {
        throw new IllegalArgumentException(
            "reading from " + from + ", durable " + durable + ": kept is " + start + " to " + end);
      }
      while (from == end && !over && running != null) {
        if (reading || end - start >= ROOM) {
          changed.await();
        } else {
          fetch(running);
        }
      }
      return from == end ? new Chunk(from, END) : kept(from);
    } finally {
      lock.unlock();
    }
  }

  private void fetch(Running running) throws InterruptedException, IOException {
    reading = true;
    lock.unlock();
    byte @Nullable [] bytes = null;
    try {
      bytes = running.read(CHUNK);
    } finally {
      lock.lock();
      reading = false;
      if (bytes != null && bytes.length == 0) {
        over = true;
      } else if (bytes != null) {
        chunks.addLast(new Chunk(end, bytes));
        end += bytes.length;
      }
      changed.signalAll();
    }
  }

  /// Ends the output: what is kept can still be read, and nothing follows it.
  public void end() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void forget(long durable) {
    while (!chunks.isEmpty() && chunks.getFirst().end() <= durable) {
      start = chunks.removeFirst().end();
      changed.signalAll();
    }
  }

  private Chunk kept(long from) {
    for (Chunk chunk : chunks) {
      if (chunk.offset() == from) {
        return chunk;
      }
      if (chunk.end() > from) {
        int skip = Math.toIntExact(from - chunk.offset());
        return new Chunk(from, Arrays.copyOfRange(chunk.bytes(), skip, chunk.bytes().length));
      }
    }
    throw new IllegalStateException("no output at " + from);
  }
}
