// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A child on Linux: a process descriptor tells its end, the shared [Poller] wakes who waits.
final class NativeChild implements Child {

  private static final int DEFAULT_PIPE = 64 << 10;
  private static final int LARGE_PIPE = 1 << 20;
  private static final int PIDFD_OPEN = 434;
  private static final int UNCUT = -1;
  private static final int NOT_AWAITED = -1;
  private static final byte[] NOTHING = {};

  private final long pid;
  private final int pipe;
  private final int process;
  private final Poller.Watch output;
  private final Poller.Watch end;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private InputStream errors = InputStream.nullInputStream();
  private @Nullable ExitStatus exit;
  private int awaitedEvents = NOT_AWAITED;
  private int readers;
  private int left = UNCUT;
  private boolean enlarged;
  private boolean hungUp;
  private boolean over;
  private boolean closed;

  /// @param pid a child that nobody else waits for
  /// @param pipe the reading end of its output
  /// @param process its process descriptor
  NativeChild(Poller poller, long pid, int pipe, int process) {
    this.pid = pid;
    this.pipe = pipe;
    this.process = process;
    this.output = poller.watch(pipe, this::outputReady);
    this.end = poller.watch(process, this::ended);
  }

  /// Begins to wait for its end; called once.
  void begin() {
    end.await(Poller.READABLE);
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public byte[] read(int max) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!over && !closed && left != 0) {
        int most = left == UNCUT ? max : Math.min(max, left);
        Descriptors.Piece piece = Descriptors.read(pipe, most);
        if (piece.bytes().length > 0) {
          took(piece.bytes().length);
          return piece.bytes();
        }
        if (piece.end() || hungUp) {
          hungUp = true;
          over = true;
          changed.signalAll();
        } else if (left == UNCUT) {
          readers++;
          try {
            awaitOutput();
            changed.await();
          } finally {
            readers--;
          }
        } else {
          left = 0;
        }
      }
      drain();
      return NOTHING;
    } finally {
      lock.unlock();
    }
  }

  private void took(int bytes) {
    if (left != UNCUT) {
      left -= bytes;
    } else if (!enlarged && bytes >= DEFAULT_PIPE) {
      enlarged = true;
      Descriptors.enlarge(pipe, LARGE_PIPE);
    }
  }

  /// Awaits what somebody waits for: output if a reader does, else only the end of it.
  private void awaitOutput() {
    int events = readers > 0 || left == 0 ? Poller.READABLE : 0;
    if (!closed && !hungUp && awaitedEvents != events) {
      awaitedEvents = events;
      output.await(events);
    }
  }

  private void outputReady(int events) {
    lock.lock();
    try {
      awaitedEvents = NOT_AWAITED;
      hungUp |= (events & Poller.HUNG_UP) != 0;
      changed.signalAll();
      drain();
    } finally {
      lock.unlock();
    }
  }

  /// Throws away what comes after the output was cut and read to its end.
  private void drain() {
    if (closed || over || left != 0) {
      return;
    }
    if (Descriptors.read(pipe, Descriptors.MAX_READ).end()) {
      over = true;
      hungUp = true;
      changed.signalAll();
    } else {
      awaitOutput();
    }
  }

  private void ended(int events) {
    // Before anybody hears of the end: what is started after it must not seem to have begun before.
    long ticks = Uptime.ticks();
    lock.lock();
    try {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment status = arena.allocate(Integer.BYTES, Integer.BYTES);
        NativeFunction.WAITPID.call(pid, status.address(), 0);
        exit = status(Words.intAt(status, 0));
      }
      end.end();
      Descriptors.close(process);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    ProcessSpace.SHARED.ended(this, ticks);
  }

  private static ExitStatus status(int wait) {
    int signal = wait & 0x7f;
    return signal == 0
        ? new ExitStatus.Exited((wait >> 8) & 0xff)
        : new ExitStatus.Signalled(signal);
  }

  @Override
  public boolean awaitExit(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = atMost.toNanos();
      while (exit == null && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return exit != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitClosed(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = atMost.toNanos();
      while (!hungUp && !closed && nanos > 0) {
        awaitOutput();
        nanos = changed.awaitNanos(nanos);
      }
      return hungUp || closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ExitStatus exit() {
    lock.lock();
    try {
      if (exit == null) {
        throw new IllegalStateException("process " + pid + " has not ended");
      }
      return exit;
    } finally {
      lock.unlock();
    }
  }

  void errors(InputStream input) {
    errors = input;
  }

  @Override
  public InputStream errors() {
    return errors;
  }

  @Override
  public void signalGroup(int signal) {
    lock.lock();
    try {
      // The number is not given to another process while the group has members.
      if (exit == null || ProcessEntry.of(pid) == null) {
        NativeFunction.KILL.call(-pid, signal);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cut() {
    lock.lock();
    try {
      if (left == UNCUT && !closed) {
        left = Descriptors.readable(pipe);
        changed.signalAll();
        drain();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        output.end();
        Descriptors.close(pipe);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Sends it a signal unless it has ended, so that its number cannot name another process.
  boolean signal(int number) {
    lock.lock();
    try {
      return exit == null && NativeFunction.KILL.call(pid, number) >= 0;
    } finally {
      lock.unlock();
    }
  }

  /// Takes a process that was just started under control.
  static NativeChild of(long pid, int pipe) throws IOException {
    int process = Descriptors.check(NativeFunction.SYSCALL.call(PIDFD_OPEN, pid, 0), "pidfd_open");
    return new NativeChild(Poller.shared(), pid, pipe, process);
  }

  /// Returns whether this system can do what this class needs.
  static boolean works() {
    String arch = System.getProperty("os.arch");
    if (!System.getProperty("os.name").equals("Linux")
        || !(arch.equals("amd64") || arch.equals("aarch64"))
        || ProcessEntry.of(ProcessHandle.current().pid()) == null
        || !NativeFunction.ACTIONS_CHDIR.exists()) {
      return false;
    }
    int self = NativeFunction.SYSCALL.call(PIDFD_OPEN, ProcessHandle.current().pid(), 0);
    if (self < 0) {
      return false;
    }
    Descriptors.close(self);
    return true;
  }
}
