// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import io.berth.services.ServedJob;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Which entries jobs were given to read. Such an entry is not removed, by no process, until its
/// jobs are over: each lease is a locked file in the folder of the entry, and the system gives the
/// lock back when the process dies. The caller holds the lock of the cache.
final class Leases {

  private static final String FOLDER = "leases";
  private static final int MOST = 100;

  private final String process;
  private final Predicate<ServedJob> isAdmitted;
  private final Map<String, LinkedHashMap<Path, FileChannel>> leases = new HashMap<>();
  private long count;

  Leases(String process, Predicate<ServedJob> isAdmitted) {
    this.process = process;
    this.isAdmitted = isAdmitted;
  }

  /// Holds an entry for a job. Of very many the job has, the oldest is given back.
  void take(ServedJob job, CacheEntry entry) throws IOException {
    if (!isAdmitted.test(job)) {
      return;
    }
    var taken = leases.computeIfAbsent(job.run() + ":" + job.job(), _ -> new LinkedHashMap<>());
    for (Path file : taken.keySet()) {
      if (file.startsWith(entry.folder())) {
        return;
      }
    }
    Path folder = entry.folder().resolve(FOLDER);
    CacheFolder.createPrivate(folder);
    Path file = folder.resolve(process + "-" + ++count);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException("another process holds " + file);
    }
    taken.put(file, channel);
    if (taken.size() > MOST) {
      var oldest = taken.firstEntry();
      giveBack(oldest.getKey(), oldest.getValue());
      taken.remove(oldest.getKey());
    }
  }

  void giveBack(ServedJob job) throws IOException {
    var taken = leases.remove(job.run() + ":" + job.job());
    if (taken != null) {
      for (var lease : taken.entrySet()) {
        giveBack(lease.getKey(), lease.getValue());
      }
    }
  }

  void giveBackAll() throws IOException {
    for (var taken : leases.values()) {
      for (var lease : taken.entrySet()) {
        giveBack(lease.getKey(), lease.getValue());
      }
    }
    leases.clear();
  }

  private static void giveBack(Path file, FileChannel channel) throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }

  /// Returns whether somebody was given the entry, and forgets those who were killed.
  ///
  /// What this process uses is known by its name: to look at its lock would give it back.
  boolean isTaken(CacheEntry entry) throws IOException {
    for (Path lease : CacheFolder.list(entry.folder().resolve(FOLDER))) {
      if (String.valueOf(lease.getFileName()).startsWith(process) || isHeld(lease)) {
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
    } catch (OverlappingFileLockException anotherOfThisProcess) {
      return true;
    } catch (NoSuchFileException ended) {
      return false;
    }
  }
}
