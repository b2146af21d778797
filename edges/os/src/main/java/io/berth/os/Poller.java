// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One thread that waits for all pipes and processes.
///
/// While nothing is awaited it waits inside the JVM and not inside the kernel: a JVM that ends
/// gives threads that are inside the kernel 300 ms to come back.
final class Poller {

  /// There is something to read.
  static final int READABLE = 0x1;

  /// The other side is closed; always reported, asked for or not.
  static final int HUNG_UP = 0x10;

  private static final int ONE_SHOT = 1 << 30;
  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int CHANGE = 3;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int BATCH = 64;
  private static final int WAKE = 0;

  /// What is told about a descriptor, on the thread of the poller: it must not wait.
  interface Listener {
    void ready(int events);
  }

  /// A descriptor that may be awaited.
  final class Watch {
    private final int key;
    private final int descriptor;
    private final Listener listener;
    private boolean added;
    private boolean armed;

    private Watch(int key, int descriptor, Listener listener) {
      this.key = key;
      this.descriptor = descriptor;
      this.listener = listener;
    }

    /// Awaits `events` once. Replaces what was awaited before.
    void await(int events) {
      arm(this, events);
    }

    /// Awaits nothing any more. Must be called before the descriptor is closed.
    void end() {
      drop(this);
    }
  }

  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
  private static final int SIZE = PACKED ? 12 : 16;
  private static final int DATA = PACKED ? 4 : 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition awaited = lock.newCondition();
  private final Map<Integer, Watch> watches = new HashMap<>();
  private final int epoll;
  private final int wake;
  private int lastKey = WAKE;
  private int armed;
  private boolean inKernel;

  private Poller() throws IOException {
    epoll = Descriptors.check(NativeFunction.EPOLL_CREATE.call(CLOSE_ON_EXEC), "epoll_create");
    wake = Descriptors.check(NativeFunction.EVENTFD.call(0, CLOSE_ON_EXEC), "eventfd");
    control(ADD, wake, READABLE, WAKE);
    Thread.ofPlatform().daemon().name("os-poll").start(this::run);
  }

  /// Returns the poller of this process.
  ///
  /// @throws IOException if the machine has no room for it
  static Poller shared() throws IOException {
    return Shared.poller();
  }

  /// Makes a descriptor known. Nothing is awaited yet.
  Watch watch(int descriptor, Listener listener) {
    lock.lock();
    try {
      Watch watch = new Watch(++lastKey, descriptor, listener);
      watches.put(watch.key, watch);
      return watch;
    } finally {
      lock.unlock();
    }
  }

  private void arm(Watch watch, int events) {
    lock.lock();
    try {
      if (!watches.containsKey(watch.key)) {
        return;
      }
      control(watch.added ? CHANGE : ADD, watch.descriptor, events | ONE_SHOT, watch.key);
      watch.added = true;
      if (!watch.armed) {
        watch.armed = true;
        armed++;
        awaited.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop(Watch watch) {
    lock.lock();
    try {
      if (watches.remove(watch.key) == null) {
        return;
      }
      if (watch.added) {
        control(REMOVE, watch.descriptor, 0, watch.key);
      }
      disarm(watch);
      if (armed == 0 && inKernel) {
        wakeUp();
      }
    } finally {
      lock.unlock();
    }
  }

  private void disarm(Watch watch) {
    if (watch.armed) {
      watch.armed = false;
      armed--;
    }
  }

  private void control(int operation, int descriptor, int events, int key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(SIZE, Long.BYTES);
      Words.setInt(event, 0, events);
      Words.setInt(event, DATA, key);
      int error = NativeFunction.EPOLL_CTL.call(epoll, operation, descriptor, event.address());
      if (error < 0) {
        throw new IllegalStateException("epoll_ctl " + operation + ": " + Errno.text(-error));
      }
    }
  }

  private void wakeUp() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocate(Long.BYTES, Long.BYTES);
      Words.setLong(one, 0, 1);
      NativeFunction.WRITE.call(wake, one.address(), Long.BYTES);
    }
  }

  private void run() {
    MemorySegment events = Arena.global().allocate((long) SIZE * BATCH, Long.BYTES);
    while (true) {
      enterKernel();
      int count = NativeFunction.EPOLL_WAIT.call(epoll, events.address(), BATCH, -1);
      for (int i = 0; i < count; i++) {
        int offset = i * SIZE;
        int key = Words.intAt(events, offset + DATA);
        tell(key, Words.intAt(events, offset));
      }
    }
  }

  private void enterKernel() {
    lock.lock();
    try {
      inKernel = false;
      while (armed == 0) {
        awaited.awaitUninterruptibly();
      }
      inKernel = true;
    } finally {
      lock.unlock();
    }
  }

  private void tell(int key, int events) {
    if (key == WAKE) {
      try (Arena arena = Arena.ofConfined()) {
        NativeFunction.READ.call(wake, arena.allocate(Long.BYTES).address(), Long.BYTES);
      }
      return;
    }
    Watch watch;
    lock.lock();
    try {
      watch = watches.get(key);
      if (watch == null) {
        return;
      }
      disarm(watch);
    } finally {
      lock.unlock();
    }
    watch.listener.ready(events);
  }

  /// Made on first use; tried again when that failed.
  private static final class Shared {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static @Nullable Poller poller;

    private Shared() {}

    static Poller poller() throws IOException {
      LOCK.lock();
      try {
        Poller known = poller;
        if (known == null) {
          known = new Poller();
          poller = known;
        }
        return known;
      } finally {
        LOCK.unlock();
      }
    }
  }
}
