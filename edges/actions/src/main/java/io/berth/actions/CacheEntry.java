// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One repository at one commit in the cache: a folder `files`, and a file `entry`, written last,
/// that says what is in it and whose time says when it was last used.
///
/// @param address the address under which the repository is known
/// @param commit the commit
/// @param folder its folder
record CacheEntry(String address, String commit, Path folder) {

  private static final String MARKER = "entry";
  private static final String LEASES = "leases";
  private static final String PROCESS = UUID.randomUUID().toString();
  private static final AtomicLong COUNT = new AtomicLong();

  /// What an entry says of itself.
  ///
  /// @param address the address under which the repository is known
  /// @param commit the commit
  /// @param contents how much it holds
  /// @param digest the digest of its files
  record Marker(String address, String commit, Contents contents, String digest) {

    void write(Path folder) throws IOException {
      String text =
          String.join(
              "\n",
              address,
              commit,
              String.valueOf(contents.files()),
              String.valueOf(contents.bytes()),
              digest,
              "");
      Files.writeString(folder.resolve(MARKER), text);
    }

    static @Nullable Marker read(Path folder) throws IOException {
      String[] lines;
      try {
        lines = Files.readString(folder.resolve(MARKER)).split("\n", -1);
      } catch (NoSuchFileException | NotDirectoryException none) {
        return null;
      }
      if (lines.length != 6) {
        return null;
      }
      try {
        Contents contents = new Contents(Integer.parseInt(lines[2]), Long.parseLong(lines[3]));
        return new Marker(lines[0], lines[1], contents, lines[4]);
      } catch (NumberFormatException damaged) {
        return null;
      }
    }
  }

  /// Returns the entry in a folder, or `null` if there is none.
  static @Nullable CacheEntry at(Path folder) throws IOException {
    Marker marker = Files.isDirectory(folder) ? Marker.read(folder) : null;
    return marker == null ? null : new CacheEntry(marker.address(), marker.commit(), folder);
  }

  Path files() {
    return folder.resolve("files");
  }

  /// Returns what it says of itself, or `null` if it is not complete: not there, damaged, or of
  /// something else.
  @Nullable Marker read() throws IOException {
    Marker marker = Marker.read(folder);
    if (marker == null || !marker.address().equals(address) || !marker.commit().equals(commit)) {
      return null;
    }
    boolean complete = Files.isDirectory(files()) && Contents.of(files()).equals(marker.contents());
    return complete ? marker : null;
  }

  Instant lastUsed() throws IOException {
    return Files.getLastModifiedTime(folder.resolve(MARKER)).toInstant();
  }

  void use(Instant now) throws IOException {
    Files.setLastModifiedTime(folder.resolve(MARKER), FileTime.from(now));
  }

  /// Says, as long as this process lives and the lease is not closed, that the entry is used. The
  /// caller holds the entry.
  Lease lease() throws IOException {
    Path leases = folder.resolve(LEASES);
    Cache.createPrivate(leases);
    Path file = leases.resolve(PROCESS + "-" + COUNT.incrementAndGet());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException("another process holds " + file);
    }
    return new Lease(file, channel);
  }

  /// Returns whether somebody uses it, and forgets those who were killed. The caller holds it.
  ///
  /// What this process uses is known by its name: to look at its lock would give it back.
  boolean isInUse() throws IOException {
    for (Path lease : Cache.list(folder.resolve(LEASES))) {
      if (String.valueOf(lease.getFileName()).startsWith(PROCESS) || isHeld(lease)) {
        return true;
      }
      Files.deleteIfExists(lease);
    }
    return false;
  }

  private static boolean isHeld(Path lease) throws IOException {
    try (FileChannel channel = FileChannel.open(lease, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (NoSuchFileException ended) {
      return false;
    }
  }

  /// One use of an entry.
  record Lease(Path file, FileChannel channel) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
      channel.close();
    }
  }
}
