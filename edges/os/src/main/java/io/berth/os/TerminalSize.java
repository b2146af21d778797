// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// How large a terminal is.
///
/// @param columns at least 1
/// @param rows at least 1
public record TerminalSize(int columns, int rows) {

  /// `TIOCGWINSZ` of Linux on x86-64 and arm64.
  private static final long REQUEST = 0x5413;

  /// `TIOCSWINSZ`.
  private static final long CHANGE = 0x5414;

  /// `struct winsize`: four unsigned shorts, rows first.
  private static final int STRUCT_SIZE = 8;

  /// Asks the terminal behind a file descriptor, which costs a few microseconds.
  ///
  /// @return empty if it is no terminal, does not know its size, or the system cannot be asked
  public static Optional<TerminalSize> of(int descriptor) {
    if (!System.getProperty("os.name").startsWith("Linux")) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(STRUCT_SIZE, Short.BYTES);
      if (NativeFunction.IOCTL.call(descriptor, REQUEST, size.address()) < 0) {
        return Optional.empty();
      }
      int rows = Short.toUnsignedInt(Words.shortAt(size, 0));
      int columns = Short.toUnsignedInt(Words.shortAt(size, Short.BYTES));
      return rows < 1 || columns < 1
          ? Optional.empty()
          : Optional.of(new TerminalSize(columns, rows));
    }
  }

  /// Gives a terminal this size; whoever runs on it is told.
  void set(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(STRUCT_SIZE, Integer.BYTES);
      // Two shorts in one word: x86-64 and arm64 put the lower half first.
      Words.setInt(size, 0, (columns << Short.SIZE) | (rows & 0xffff));
      NativeFunction.IOCTL.call(descriptor, CHANGE, size.address());
    }
  }
}
