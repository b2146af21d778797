// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The terminal at which this process was started, whatever its standard streams are, on Linux.
///
/// Its settings are changed only while something is read, and [#restore] may be called from any
/// thread to undo that.
public final class Terminal implements AutoCloseable {

  private static final int READ_WRITE = 0x2;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int MOST = 64 << 10;

  private final int descriptor;
  private final TerminalSettings found;

  private Terminal(int descriptor, TerminalSettings found) {
    this.descriptor = descriptor;
    this.found = found;
  }

  /// Opens it; empty if there is none or the system cannot be asked.
  public static Optional<Terminal> open() {
    if (!ProcessSpace.NATIVE) {
      return Optional.empty();
    }
    int descriptor = Descriptors.open("/dev/tty", READ_WRITE | CLOSE_ON_EXEC);
    if (descriptor < 0) {
      return Optional.empty();
    }
    TerminalSettings settings = TerminalSettings.of(descriptor);
    if (settings == null) {
      Descriptors.close(descriptor);
      return Optional.empty();
    }
    return Optional.of(new Terminal(descriptor, settings));
  }

  /// Returns its size now.
  public Optional<TerminalSize> size() {
    return TerminalSize.of(descriptor);
  }

  /// Shows a text.
  public void print(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Shows bytes as they are.
  public void write(byte[] bytes) throws IOException {
    int from = 0;
    while (from < bytes.length) {
      int written =
          Descriptors.write(descriptor, java.util.Arrays.copyOfRange(bytes, from, bytes.length));
      from += written == -Errno.INTR ? 0 : Descriptors.check(written, "the terminal");
    }
  }

  /// Waits for a line and returns it without its end, or `null` if the input was ended.
  ///
  /// @param shown whether what is typed is shown
  public @Nullable String line(boolean shown) throws IOException {
    if (!shown) {
      found.hidden().apply(descriptor);
    }
    try {
      var line = new ByteArrayOutputStream();
      while (line.size() < MOST) {
        byte[] some = read(1);
        if (some.length == 0) {
          return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
        }
        if (some[0] == '\n') {
          break;
        }
        line.write(some[0]);
      }
      return line.toString(StandardCharsets.UTF_8);
    } finally {
      restore();
    }
  }

  /// Gives up every meaning that keys have for the terminal itself. From now on [#keys] may be
  /// called.
  public void raw() {
    found.raw().apply(descriptor);
  }

  /// Returns the keys that were typed in the last tenth of a second, maybe none.
  ///
  /// @throws IOException if the terminal is gone
  public byte[] keys() throws IOException {
    return read(4096);
  }

  private byte[] read(int most) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(most);
      int count;
      do {
        count = NativeFunction.READ.call(descriptor, buffer.address(), most);
      } while (count == -Errno.INTR);
      return Words.bytes(buffer, Descriptors.check(count, "the terminal"));
    }
  }

  /// Gives it back as it was found.
  public void restore() {
    found.apply(descriptor);
  }

  @Override
  public void close() {
    restore();
    Descriptors.close(descriptor);
  }
}
