// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Pipes and what is done to file descriptors.
final class Descriptors {

  /// How much one call reads at most.
  static final int MAX_READ = 256 << 10;

  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int NON_BLOCKING = 0x800;
  private static final int SET_FLAGS = 4;
  private static final int SET_PIPE_SIZE = 1031;
  private static final int BYTES_READABLE = 0x541B;

  private static final ConcurrentLinkedDeque<MemorySegment> BUFFERS = new ConcurrentLinkedDeque<>();

  private Descriptors() {}

  /// A pipe; neither end is inherited, and reading never blocks.
  record Pipe(int reader, int writer) {}

  static Pipe pipe() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(2 * Integer.BYTES, Integer.BYTES);
      check(NativeFunction.PIPE2.call(ends.address(), CLOSE_ON_EXEC), "pipe");
      Pipe pipe = new Pipe(Words.intAt(ends, 0), Words.intAt(ends, Integer.BYTES));
      NativeFunction.FCNTL.call(pipe.reader, SET_FLAGS, NON_BLOCKING);
      return pipe;
    }
  }

  /// Opens a file and returns its descriptor, or a negated error.
  static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
      MemorySegment text = arena.allocate(bytes.length + 1L);
      Words.setBytes(text, 0, bytes);
      return NativeFunction.OPEN.call(text.address(), flags);
    }
  }

  /// Writes and returns how much was taken, or a negated error.
  static int write(int descriptor, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(1, bytes.length));
      Words.setBytes(buffer, 0, bytes);
      return NativeFunction.WRITE.call(descriptor, buffer.address(), bytes.length);
    }
  }

  static void close(int descriptor) {
    NativeFunction.CLOSE.call(descriptor);
  }

  /// Makes room for `bytes` in a pipe, if the limits of the user allow it.
  static void enlarge(int pipe, int bytes) {
    NativeFunction.FCNTL.call(pipe, SET_PIPE_SIZE, bytes);
  }

  /// Returns how many bytes a pipe holds.
  static int readable(int pipe) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(Integer.BYTES, Integer.BYTES);
      int error = NativeFunction.IOCTL.call(pipe, BYTES_READABLE, count.address());
      return error < 0 ? 0 : Words.intAt(count, 0);
    }
  }

  /// A result of [#read]: bytes, or none with the reason.
  ///
  /// @param bytes what was read
  /// @param end whether nothing will ever follow, when `bytes` is empty
  record Piece(byte[] bytes, boolean end) {
    private static final byte[] NONE = {};
    static final Piece NOTHING_NOW = new Piece(NONE, false);
    static final Piece END = new Piece(NONE, true);
  }

  /// Reads what is there, without waiting.
  static Piece read(int descriptor, int max) {
    MemorySegment buffer = BUFFERS.pollFirst();
    if (buffer == null) {
      buffer = Arena.ofAuto().allocate(MAX_READ);
    }
    try {
      int n = NativeFunction.READ.call(descriptor, buffer.address(), Math.min(max, MAX_READ));
      if (n > 0) {
        return new Piece(Words.bytes(buffer, n), false);
      }
      return n == -Errno.AGAIN || n == -Errno.INTR ? Piece.NOTHING_NOW : Piece.END;
    } finally {
      BUFFERS.addFirst(buffer);
    }
  }

  static int check(int result, String what) throws IOException {
    if (result < 0) {
      throw new IOException(what + ": " + Errno.text(-result));
    }
    return result;
  }
}
