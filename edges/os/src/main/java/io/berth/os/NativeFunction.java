// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The functions of the C library that Berth calls on Linux.
///
/// All are called through one handle of six machine words: on x86-64 and arm64 every argument used
/// here travels in a register, and a register that a function does not look at does no harm. One
/// handle is linked once, which is what a call costs at start-up.
enum NativeFunction {
  READ("read"),
  WRITE("write"),
  CLOSE("close"),
  PIPE2("pipe2"),
  FCNTL("fcntl"),
  IOCTL("ioctl"),
  KILL("kill"),
  PRCTL("prctl"),
  SYSCALL("syscall"),
  WAITPID("waitpid"),
  WAITID("waitid"),
  EVENTFD("eventfd"),
  EPOLL_CREATE("epoll_create1"),
  EPOLL_CTL("epoll_ctl"),
  EPOLL_WAIT("epoll_wait"),
  SPAWN("posix_spawn"),
  ATTR_INIT("posix_spawnattr_init"),
  ATTR_FLAGS("posix_spawnattr_setflags"),
  ATTR_MASK("posix_spawnattr_setsigmask"),
  ATTR_DEFAULT("posix_spawnattr_setsigdefault"),
  ACTIONS_INIT("posix_spawn_file_actions_init"),
  ACTIONS_DESTROY("posix_spawn_file_actions_destroy"),
  ACTIONS_OPEN("posix_spawn_file_actions_addopen"),
  ACTIONS_DUP2("posix_spawn_file_actions_adddup2"),
  ACTIONS_CLOSE("posix_spawn_file_actions_addclose"),
  ACTIONS_CHDIR("posix_spawn_file_actions_addchdir_np"),
  ACTIONS_CLOSE_FROM("posix_spawn_file_actions_addclosefrom_np");

  private final String symbol;
  private volatile @Nullable MemorySegment address;

  NativeFunction(String symbol) {
    this.symbol = symbol;
  }

  /// Returns whether the C library has it.
  boolean exists() {
    return address != null || Handle.LINKER.defaultLookup().find(symbol).isPresent();
  }

  /// Calls it and returns its result as an `int`, or, if that is negative, the negated `errno`.
  int call(long... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Handle.STATE);
      int result = (int) invoke(state, arguments);
      return result >= 0 ? result : -(int) Handle.ERRNO.get(state, 0L);
    }
  }

  /// Calls one that returns the number of an error itself, as the functions of `posix_spawn` do.
  int error(long... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) invoke(arena.allocate(Handle.STATE), arguments);
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
  private static final class Handle {
    static final Linker LINKER = Linker.nativeLinker();
    static final StructLayout STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO =
        STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
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
