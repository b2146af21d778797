// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Says that the folder of an environment is in use as long as the process that made it lives: a
/// lock on a file in it, which the operating system gives back whatever ends the process.
///
/// A folder without such a file is nobody's to delete: it is being made, or was kept on purpose.
final class FolderLock implements AutoCloseable {

  private static final String NAME = "lock";

  private final Path file;
  private final @Nullable FileChannel channel;

  private FolderLock(Path file, @Nullable FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Takes the lock of a new folder. The file gets its name when it is locked, so that nobody finds
  /// it free before.
  static FolderLock take(Path folder) throws IOException {
    Path unnamed = folder.resolve(NAME + ".new");
    var channel =
        FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException("another process holds " + unnamed);
      }
      Path file = folder.resolve(NAME);
      Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
      return new FolderLock(file, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Returns the lock of a folder that has none.
  static FolderLock none(Path folder) {
    return new FolderLock(folder.resolve(NAME), null);
  }

  /// Takes the lock of a folder whose process has died, or returns `null` if there is no such lock.
  @SuppressWarnings("MustBeClosedChecker")
  static @Nullable FolderLock inherit(Path folder) {
    Path file = folder.resolve(NAME);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (IOException e) {
      return null;
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new FolderLock(file, channel);
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      // This process holds it, and to close any channel of a file gives all locks on it back.
      return null;
    } catch (IOException e) {
      return null;
    }
    return null;
  }

  /// Leaves the folder to its user: nobody deletes it any more.
  void giveUp() throws IOException {
    Files.deleteIfExists(file);
    close();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
