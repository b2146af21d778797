// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folders of the cache. Several processes use them at once; who changes what others see holds
/// the lock of the whole for that moment. Each process has a folder of its own for what is not
/// complete, and holds the lock of it as long as it lives: whatever has no living owner is swept.
final class CacheFolder implements AutoCloseable {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final int TRIES = 5;
  private static final String LIVES = "lives";

  private final Path root;
  private final String process = UUID.randomUUID().toString();
  private final ReentrantLock threads = new ReentrantLock();
  private final FileChannel lock;
  private final FileChannel life;

  private CacheFolder(Path root) throws IOException, InterruptedException {
    this.root = root.toAbsolutePath().normalize();
    createPrivate(scratch());
    lock = openLock(this.root.resolve("lock"));
    try (Hold _ = hold()) {
      createPrivate(own());
      life = openLock(own().resolve(LIVES));
      FileLock held = life.tryLock();
      if (held == null) {
        throw new IOException("another process holds " + own());
      }
    }
  }

  static CacheFolder open(Path root) throws IOException, InterruptedException {
    return new CacheFolder(root);
  }

  private static FileChannel openLock(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  Path root() {
    return root;
  }

  String process() {
    return process;
  }

  Path repositories() {
    return root.resolve("repositories");
  }

  private Path scratch() {
    return root.resolve("scratch");
  }

  private Path own() {
    return scratch().resolve(process);
  }

  /// Makes a folder for something that is not complete.
  Path unfinished(long id) throws IOException {
    Path folder = own().resolve(String.valueOf(id));
    createPrivate(folder);
    return folder;
  }

  /// Makes a complete folder visible to all. The caller holds the lock.
  void publish(Path unfinished, Path visible) throws IOException {
    Path parent = visible.getParent();
    if (parent != null) {
      createPrivate(parent);
      Files.move(unfinished, visible, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel names = FileChannel.open(parent, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /// Takes a folder out of sight. The caller holds the lock, and deletes later what is returned.
  Path hide(Path visible) throws IOException {
    Path hidden = own().resolve("gone-" + UUID.randomUUID());
    return Files.move(visible, hidden, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Deletes what processes that are no more left unfinished.
  void sweep() throws IOException, InterruptedException {
    for (Path other : list(scratch())) {
      if (other.equals(own())) {
        continue;
      }
      try (Hold _ = hold()) {
        if (!isAlive(other)) {
          delete(other);
        }
      }
    }
  }

  private static boolean isAlive(Path other) throws IOException {
    try (FileChannel channel = FileChannel.open(other.resolve(LIVES), StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      return held == null;
    } catch (OverlappingFileLockException inThisProcess) {
      return true;
    } catch (NoSuchFileException | NotDirectoryException none) {
      return false;
    }
  }

  /// Waits until nobody else, in this process or another, changes what all see.
  Hold hold() throws IOException, InterruptedException {
    threads.lockInterruptibly();
    try {
      FileLock held = tryLock();
      while (held == null) {
        TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        held = tryLock();
      }
      return new Hold(threads, held);
    } catch (IOException | InterruptedException | RuntimeException e) {
      threads.unlock();
      throw e;
    }
  }

  private @Nullable FileLock tryLock() throws IOException {
    try {
      return lock.tryLock();
    } catch (OverlappingFileLockException anotherOfThisProcess) {
      return null;
    }
  }

  /// The right to change what all see, given back by the thread that took it.
  record Hold(ReentrantLock thread, FileLock process) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try {
        process.release();
      } finally {
        thread.unlock();
      }
    }
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
  }

  /// Makes a folder that only its owner can look into.
  static void createPrivate(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(folder, attributes);
  }

  /// Deletes a folder with all that is in it, and follows no link. A request that outlives its job
  /// may add a file meanwhile.
  static void delete(Path folder) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        deleteOnce(folder);
        return;
      } catch (DirectoryNotEmptyException | UncheckedIOException changed) {
        if (tries == TRIES) {
          throw new IOException("`" + folder + "` is written to while it is deleted", changed);
        }
      }
    }
  }

  private static void deleteOnce(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(folder);
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Ends the life of this process in the cache: what it left unfinished is deleted.
  @Override
  public void close() throws IOException {
    try (life;
        lock) {
      delete(own());
    }
  }
}
