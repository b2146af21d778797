// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// A terminal that is made for a program, on Linux: what is written to it is what the program finds
/// typed. Its output is read from the [Child] that was started on it.
public final class PseudoTerminal implements AutoCloseable {

  private static final int READ_WRITE = 0x2;
  private static final int NO_CONTROLLING = 0x100;
  private static final int NON_BLOCKING = 0x800;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int DUPLICATE = 1030;
  private static final long SET_LOCK = 0x40045431L;
  private static final long NUMBER = 0x80045430L;
  private static final long PAUSE = 2_000_000L;

  private final int master;
  private final String name;
  private boolean closed;

  private PseudoTerminal(int master, String name) {
    this.master = master;
    this.name = name;
  }

  /// Returns whether this system has them.
  public static boolean isSupported() {
    return ProcessSpace.NATIVE;
  }

  /// Makes one.
  ///
  /// @throws IOException if the system has none left
  public static PseudoTerminal open(TerminalSize size) throws IOException {
    int flags = READ_WRITE | NO_CONTROLLING | NON_BLOCKING | CLOSE_ON_EXEC;
    int master = Descriptors.check(Descriptors.open("/dev/ptmx", flags), "/dev/ptmx");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(Integer.BYTES, Integer.BYTES);
      Descriptors.check(NativeFunction.IOCTL.call(master, SET_LOCK, number.address()), "unlockpt");
      Descriptors.check(NativeFunction.IOCTL.call(master, NUMBER, number.address()), "ptsname");
      size.set(master);
      return new PseudoTerminal(master, "/dev/pts/" + Words.intAt(number, 0));
    } catch (IOException e) {
      Descriptors.close(master);
      throw e;
    }
  }

  /// Returns the path at which a program finds it.
  String name() {
    return name;
  }

  /// Returns another descriptor of the side that is not the program's.
  int duplicate() throws IOException {
    return Descriptors.check(NativeFunction.FCNTL.call(master, DUPLICATE, 0), "dup");
  }

  /// Types. Waits while the program has not read what was typed before.
  ///
  /// @throws IOException if nobody is left to read it
  public void write(byte[] bytes) throws IOException {
    int from = 0;
    while (from < bytes.length) {
      int written = attempt(Arrays.copyOfRange(bytes, from, bytes.length));
      if (written == -Errno.AGAIN || written == -Errno.INTR) {
        LockSupport.parkNanos(PAUSE);
      } else {
        from += Descriptors.check(written, "the terminal");
      }
    }
  }

  private synchronized int attempt(byte[] bytes) throws IOException {
    if (closed) {
      throw new IOException("the terminal is closed");
    }
    return Descriptors.write(master, bytes);
  }

  /// Tells the program that the terminal has another size.
  public synchronized void resize(TerminalSize size) {
    if (!closed) {
      size.set(master);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Descriptors.close(master);
    }
  }
}
