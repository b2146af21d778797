// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folders of the cache: what was fetched by repository and commit, what refs named last, and
/// room to fetch in. Several processes may use it at once; one process uses one object for a
/// folder, because the locks of files belong to processes.
final class Cache {

  private static final int STRIPES = 256;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path root;
  private final ReentrantLock[] threads = new ReentrantLock[STRIPES];

  Cache(Path root) {
    this.root = root.toAbsolutePath().normalize();
    for (int i = 0; i < STRIPES; i++) {
      threads[i] = new ReentrantLock();
    }
  }

  Path root() {
    return root;
  }

  private Path repositories() {
    return root.resolve("repositories");
  }

  private Path scratches() {
    return root.resolve("scratch");
  }

  private Path repository(String address) {
    return repositories().resolve(name(address));
  }

  CacheEntry entry(String address, String commit) {
    return new CacheEntry(address, commit, repository(address).resolve(commit));
  }

  /// Returns a file name for any text. Different texts have different names.
  private static String name(String text) {
    String name = URLEncoder.encode(text, UTF_8).replace("*", "%2A");
    String dotless = name.startsWith(".") ? "%2E" + name.substring(1) : name;
    return dotless.length() <= 200
        ? dotless
        : dotless.substring(0, 150) + "%" + UUID.nameUUIDFromBytes(text.getBytes(UTF_8));
  }

  /// Returns the commit that a ref named when it was last asked for, or `null` if it never was.
  @Nullable String lastSeen(String address, String ref) throws IOException {
    try {
      String commit = Files.readString(pin(address, ref)).strip();
      return Refs.isCommit(commit) ? commit : null;
    } catch (NoSuchFileException never) {
      return null;
    }
  }

  /// Notes which commit a ref names.
  void see(String address, String ref, String commit) throws IOException {
    if (commit.equals(lastSeen(address, ref))) {
      return;
    }
    Path pin = pin(address, ref);
    createPrivate(pin.getParent());
    createPrivate(scratches());
    Path written = Files.writeString(scratches().resolve(UUID.randomUUID().toString()), commit);
    Files.move(written, pin, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path pin(String address, String ref) {
    return repository(address).resolve("refs").resolve(name(ref));
  }

  /// Makes a folder to work in, to be [deleted][#delete].
  Path scratch() throws IOException {
    Path folder = scratches().resolve(UUID.randomUUID().toString());
    createPrivate(folder);
    return folder;
  }

  /// Deletes what processes that were killed left behind.
  void sweep(Instant now) throws IOException {
    if (!Files.isDirectory(scratches())) {
      return;
    }
    for (Path left : list(scratches())) {
      if (modified(left).isBefore(now.minus(ABANDONED))) {
        delete(left);
      }
    }
  }

  private static Instant modified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException gone) {
      return Instant.MAX;
    }
  }

  /// Returns all that is complete.
  List<CacheEntry> entries() throws IOException {
    List<CacheEntry> entries = new ArrayList<>();
    if (!Files.isDirectory(repositories())) {
      return entries;
    }
    for (Path repository : list(repositories())) {
      for (Path folder : list(repository)) {
        CacheEntry entry = CacheEntry.at(folder);
        if (entry != null) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  /// Takes an entry out of the cache. The caller holds it.
  void remove(CacheEntry entry) throws IOException {
    createPrivate(scratches());
    Path gone = scratches().resolve(UUID.randomUUID().toString());
    Files.move(entry.folder(), gone, StandardCopyOption.ATOMIC_MOVE);
    delete(gone);
  }

  /// Holds an entry: nobody else, in this process or another, makes or removes it meanwhile.
  Hold hold(CacheEntry entry) throws IOException, InterruptedException {
    int stripe = Math.floorMod(entry.folder().getFileName().hashCode(), STRIPES);
    threads[stripe].lockInterruptibly();
    try {
      Path folder = root.resolve("locks");
      createPrivate(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(String.valueOf(stripe)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      try {
        while (!isLocked(channel)) {
          TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        }
      } catch (IOException | InterruptedException e) {
        channel.close();
        throw e;
      }
      return new Hold(threads[stripe], channel);
    } catch (IOException | InterruptedException e) {
      threads[stripe].unlock();
      throw e;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException anotherObject) {
      return false;
    }
  }

  /// The right to make or remove an entry, given back by the thread that took it.
  record Hold(ReentrantLock thread, FileChannel process) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try {
        process.close();
      } finally {
        thread.unlock();
      }
    }
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    } catch (java.nio.file.NotDirectoryException file) {
      return List.of();
    }
  }

  /// Makes a folder that only its owner can look into.
  static void createPrivate(@Nullable Path folder) throws IOException {
    if (folder == null || Files.isDirectory(folder)) {
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

  /// Deletes a file or a folder with all that is in it, and follows no link.
  static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(folder);
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
