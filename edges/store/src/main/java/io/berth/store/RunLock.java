// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Says that a run is going on, as long as the process that makes it lives: a lock on a file, which
/// the operating system gives back whatever ends the process.
///
/// On POSIX, closing any channel of a file gives back all locks that the process has on it, so
/// [#isHeld] is never asked for a run of this process.
final class RunLock implements AutoCloseable {

  private static final String NAME = "lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  static RunLock take(Path run) throws IOException {
    var channel =
        FileChannel.open(run.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException("another process holds " + run.resolve(NAME));
    }
    return new RunLock(channel);
  }

  static boolean isHeld(Path run) {
    try (var channel = FileChannel.open(run.resolve(NAME), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
