// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// What a terminal makes of keys before a program reads them: `struct termios` of Linux.
///
/// @param bytes the structure
@SuppressWarnings("ArrayRecordComponent") // never compared, and never seen outside of this package
record TerminalSettings(byte[] bytes) {

  private static final long GET = 0x5401;
  private static final long SET = 0x5402;
  private static final int SIZE = 64;

  private static final int INPUT = 0;
  private static final int OUTPUT = 4;
  private static final int LOCAL = 12;
  private static final int TENTHS = 22;
  private static final int LEAST = 23;

  /// Of the input: breaks, parity, carriage returns and the keys that stop the output.
  private static final int INPUT_MEANINGS = 0x1 | 0x2 | 0x8 | 0x20 | 0x40 | 0x80 | 0x100 | 0x400;

  private static final int OUTPUT_MEANINGS = 0x1;
  private static final int ECHO = 0x8;
  private static final int ECHO_LINE_END = 0x40;

  /// Signals, lines, both kinds of echo, and keys with a further meaning.
  private static final int LOCAL_MEANINGS = 0x1 | 0x2 | ECHO | ECHO_LINE_END | 0x8000;

  /// Asks a terminal; `null` if the descriptor is none.
  static @Nullable TerminalSettings of(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(SIZE, Long.BYTES);
      return NativeFunction.IOCTL.call(descriptor, GET, settings.address()) < 0
          ? null
          : new TerminalSettings(Words.bytes(settings, SIZE));
    }
  }

  /// Returns the same, where what is typed is not shown, but for the end of a line.
  TerminalSettings hidden() {
    byte[] copy = bytes.clone();
    ByteBuffer changed = ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
    changed.putInt(LOCAL, (changed.getInt(LOCAL) & ~ECHO) | ECHO_LINE_END);
    return new TerminalSettings(copy);
  }

  /// Returns the same, where keys have no meaning and are read within a tenth of a second.
  TerminalSettings raw() {
    byte[] copy = bytes.clone();
    ByteBuffer changed = ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
    changed.putInt(INPUT, changed.getInt(INPUT) & ~INPUT_MEANINGS);
    changed.putInt(OUTPUT, changed.getInt(OUTPUT) & ~OUTPUT_MEANINGS);
    changed.putInt(LOCAL, changed.getInt(LOCAL) & ~LOCAL_MEANINGS);
    changed.put(TENTHS, (byte) 1);
    changed.put(LEAST, (byte) 0);
    return new TerminalSettings(copy);
  }

  void apply(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(SIZE, Long.BYTES);
      Words.setBytes(settings, 0, bytes);
      NativeFunction.IOCTL.call(descriptor, SET, settings.address());
    }
  }
}
