// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The functions of the C library that Berth calls on Linux.
///
/// All are called through one handle of six machine words: on x86-64 and arm64 every argument used
/// here travels in a register, and a register that a function does not look at does no harm. One
/// handle is linked once, which is what a call costs at start-up.
final class NativeFunction {
  static final NativeFunction OPEN = new NativeFunction("open");
  static final NativeFunction READ = new NativeFunction("read");
  static final NativeFunction WRITE = new NativeFunction("write");
  static final NativeFunction CLOSE = new NativeFunction("close");
  static final NativeFunction PIPE2 = new NativeFunction("pipe2");
  static final NativeFunction FCNTL = new NativeFunction("fcntl");
  static final NativeFunction IOCTL = new NativeFunction("ioctl");
  static final NativeFunction KILL = new NativeFunction("kill");
  static final NativeFunction PRCTL = new NativeFunction("prctl");
  static final NativeFunction SYSCALL = new NativeFunction("syscall");
  static final NativeFunction WAITPID = new NativeFunction("waitpid");
  static final NativeFunction WAITID = new NativeFunction("waitid");
  static final NativeFunction EVENTFD = new NativeFunction("eventfd");
  static final NativeFunction EPOLL_CREATE = new NativeFunction("epoll_create1");
  static final NativeFunction EPOLL_CTL = new NativeFunction("epoll_ctl");
  static final NativeFunction EPOLL_WAIT = new NativeFunction("epoll_wait");
  static final NativeFunction SPAWN = new NativeFunction("posix_spawn");
  static final NativeFunction ATTR_INIT = new NativeFunction("posix_spawnattr_init");
  static final NativeFunction ATTR_FLAGS = new NativeFunction("posix_spawnattr_setflags");
  static final NativeFunction ATTR_MASK = new NativeFunction("posix_spawnattr_setsigmask");
  static final NativeFunction ATTR_DEFAULT = new NativeFunction("posix_spawnattr_setsigdefault");
  static final NativeFunction ACTIONS_INIT = new NativeFunction("posix_spawn_file_actions_init");
  static final NativeFunction ACTIONS_DESTROY =
      new NativeFunction("posix_spawn_file_actions_destroy");
  static final NativeFunction ACTIONS_OPEN = new NativeFunction("posix_spawn_file_actions_addopen");
  static final NativeFunction ACTIONS_DUP2 = new NativeFunction("posix_spawn_file_actions_adddup2");
  static final NativeFunction ACTIONS_CLOSE =
      new NativeFunction("posix_spawn_file_actions_addclose");
  static final NativeFunction ACTIONS_CHDIR =
      new NativeFunction("posix_spawn_file_actions_addchdir_np");
  static final NativeFunction ACTIONS_CLOSE_FROM =
      new NativeFunction("posix_spawn_file_actions_addclosefrom_np");

  /// Room for `errno`, which on Linux is all of the state that is captured.
  private static final int STATE = 8;

  private final String symbol;
  private volatile @Nullable MemorySegment address;

  private NativeFunction(String symbol) {
    this.symbol = symbol;
  }

  /// Returns whether the C library has it.
  boolean exists() {
    return address != null || Handle.LINKER.defaultLookup().find(symbol).isPresent();
  }

  /// Calls it and returns its result as an `int`, or, if that is negative, the negated `errno`.
  int call(long... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE, Integer.BYTES);
      int result = (int) invoke(state, arguments);
      return result >= 0 ? result : -Words.intAt(state, 0);
    }
  }

  /// Calls one that returns the number of an error itself, as the functions of `posix_spawn` do.
  int error(long... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) invoke(arena.allocate(STATE, Integer.BYTES), arguments);
    }
  }

  private long invoke(MemorySegment state, long[] a) {
    MemorySegment function = address;
    if (function == null) {
      function =
          Handle.LINKER
              .defaultLookup()
              .find(symbol)
              .orElseThrow(() -> new IllegalStateException("the C library has no " + symbol));
      address = function;
    }
    try {
      return (long)
          Handle.CALL.invokeExact(
              function, state, at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling " + symbol, e);
    }
  }

  private static long at(long[] arguments, int index) {
    return index < arguments.length ? arguments[index] : 0;
  }

  /// Linked on the first call.
  @SuppressWarnings("restricted")
  private static final class Handle {
    static final Linker LINKER = Linker.nativeLinker();
    static final MethodHandle CALL =
        LINKER.downcallHandle(
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private Handle() {}
  }
}
