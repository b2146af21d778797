// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.services.ByteRange;
import io.berth.services.Refusal;
import io.berth.services.ServedJob;
import io.berth.services.blob.BlobSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The entries that are complete, by repository. Texts of clients are names of nothing on the disk:
/// folders are named by digests and numbers.
final class CacheStore implements AutoCloseable {

  private static final Duration SWEEP = Duration.ofHours(1);

  private final CacheFolder folder;
  private final CacheLimits limits;
  private final InstantSource clock;
  private final Leases leases;
  private final Map<Path, CacheEntry> known = new HashMap<>();

  private CacheStore(
      CacheFolder folder,
      CacheLimits limits,
      InstantSource clock,
      Predicate<ServedJob> isAdmitted) {
    this.folder = folder;
    this.limits = limits;
    this.clock = clock;
    this.leases = new Leases(folder.process(), isAdmitted);
  }

  /// @param isAdmitted whether a job has not ended
  static CacheStore open(
      Path root, CacheLimits limits, InstantSource clock, Predicate<ServedJob> isAdmitted)
      throws IOException, InterruptedException {
    var store = new CacheStore(CacheFolder.open(root), limits, clock, isAdmitted);
    store.sweep();
    return store;
  }

  Path root() {
    return folder.root();
  }

  Path unfinished(long id) throws IOException {
    return folder.unfinished(id);
  }

  /// Finds the entry that fits best and keeps it from being removed until the job is over: in the
  /// nearest scope that has one, the key itself, then the newest that begins with it, then so for
  /// each of `restoreKeys`.
  Optional<CacheEntry> find(ServedJob job, CacheKey key, List<CacheKey> restoreKeys)
      throws IOException, InterruptedException {
    try (var _ = folder.hold()) {
      List<CacheEntry> entries = entries(repository(job));
      for (String scope : job.readScopes()) {
        CacheEntry found = find(entries, scope, key, restoreKeys);
        if (found != null) {
          leases.take(job, found);
          found.use(clock.instant());
          return Optional.of(found);
        }
      }
      return Optional.empty();
    }
  }

  private static @Nullable CacheEntry find(
      List<CacheEntry> entries, String scope, CacheKey key, List<CacheKey> restoreKeys) {
    List<CacheEntry> fitting =
        entries.stream()
            .filter(entry -> entry.scope().equals(scope))
            .filter(entry -> entry.key().version().equals(key.version()))
            .sorted(
                Comparator.comparing(CacheEntry::created)
                    .thenComparingLong(CacheEntry::id)
                    .reversed())
            .toList();
    List<CacheKey> keys = new ArrayList<>(restoreKeys);
    keys.addFirst(key);
    for (CacheKey wanted : keys) {
      String text = wanted.folded();
      CacheEntry newest = null;
      for (CacheEntry entry : fitting) {
        if (entry.key().folded().equals(text)) {
          return entry;
        }
        if (newest == null && entry.key().folded().startsWith(text)) {
          newest = entry;
        }
      }
      if (newest != null) {
        return newest;
      }
    }
    return null;
  }

  /// Returns whether there is an entry of the job's own scope with this key.
  boolean isKept(ServedJob job, CacheKey key) throws IOException, InterruptedException {
    try (var _ = folder.hold()) {
      return isKept(entries(repository(job)), job.writeScope(), key);
    }
  }

  private static boolean isKept(List<CacheEntry> entries, String scope, CacheKey key) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry.scope().equals(scope)
                    && entry.key().version().equals(key.version())
                    && entry.key().folded().equals(key.folded()));
  }

  /// Returns the entries whose keys begin with a text and that a job may read, the newest first.
  List<CacheEntry> list(ServedJob job, String prefix) throws IOException, InterruptedException {
    String folded = CacheKey.fold(prefix);
    try (var _ = folder.hold()) {
      return entries(repository(job)).stream()
          .filter(entry -> job.readScopes().contains(entry.scope()))
          .filter(entry -> entry.key().folded().startsWith(folded))
          .sorted(Comparator.comparing(CacheEntry::created).reversed())
          .toList();
    }
  }

  /// Opens the content of an entry that a job may read.
  ///
  /// @throws Refusal if there is none
  BlobSource content(ServedJob job, long id) throws IOException, InterruptedException {
    try (var _ = folder.hold()) {
      for (CacheEntry entry : entries(repository(job))) {
        if (entry.id() == id && job.readScopes().contains(entry.scope())) {
          leases.take(job, entry);
          return BlobSource.open(CacheEntry.content(entry.folder()), entry.pieces());
        }
      }
      throw new Refusal(Refusal.Kind.NOT_FOUND, "there is no cache entry " + id);
    }
  }

  /// Makes an unfinished folder with its content an entry, at once and for good, or not at all.
  /// What was used longest ago makes room for it, unless somebody reads it.
  ///
  /// @throws Refusal if another was first, or all room is taken by entries that are being read
  CacheEntry keep(ServedJob job, CacheKey key, long id, Path unfinished, List<ByteRange> pieces)
      throws IOException, InterruptedException {
    Path repository = repository(job);
    var entry = new CacheEntry(id, job.writeScope(), key, clock.instant(), pieces, unfinished);
    entry.write();
    List<Path> gone = new ArrayList<>();
    CacheEntry kept;
    try (var _ = folder.hold()) {
      List<CacheEntry> entries = entries(repository);
      if (isKept(entries, job.writeScope(), key)) {
        Files.deleteIfExists(unfinished.resolve("entry"));
        throw new Refusal(
            Refusal.Kind.EXISTS, "the cache has an entry `" + key.key() + "` already");
      }
      evict(entries, entry.size(), 1, gone);
      kept = entry.movedTo(repository.resolve(String.valueOf(id)));
      folder.publish(unfinished, kept.folder());
      known.put(kept.folder(), kept);
    } finally {
      for (Path hidden : gone) {
        CacheFolder.delete(hidden);
      }
    }
    if (isSweepDue()) {
      sweep();
    }
    return kept;
  }

  /// Removes what is too old, and more until there is room.
  private void evict(List<CacheEntry> entries, long bytes, int more, List<Path> gone)
      throws IOException {
    record Used(CacheEntry entry, Instant at) {}
    List<Used> used = new ArrayList<>();
    long total = bytes;
    for (CacheEntry entry : entries) {
      Instant at = entry.lastUsed();
      used.add(new Used(entry, at == null ? Instant.EPOCH : at));
      total += entry.size();
    }
    used.sort(Comparator.comparing(Used::at));
    int left = used.size() + more;
    Instant old = clock.instant().minus(limits.unused());
    for (Used each : used) {
      boolean isNeeded = total > limits.repositoryBytes() || left > limits.entries();
      if ((isNeeded || each.at().isBefore(old)) && !leases.isTaken(each.entry())) {
        gone.add(folder.hide(each.entry().folder()));
        known.remove(each.entry().folder());
        total -= each.entry().size();
        left--;
      }
    }
    if (more > 0 && (total > limits.repositoryBytes() || left > limits.entries())) {
      throw new Refusal(
          Refusal.Kind.FULL,
          "there is no room for "
              + bytes
              + " bytes more: the cache of a repository has at most "
              + limits.repositoryBytes()
              + " bytes in "
              + limits.entries()
              + " entries, and jobs are reading what could be removed");
    }
  }

  /// Removes what nobody used for long, and what was left by processes that are no more.
  void sweep() throws IOException, InterruptedException {
    if (!isSweepDue()) {
      return;
    }
    folder.sweep();
    List<Path> gone = new ArrayList<>();
    for (Path repository : CacheFolder.list(folder.repositories())) {
      try (var _ = folder.hold()) {
        evict(entries(repository), 0, 0, gone);
      }
    }
    for (Path hidden : gone) {
      CacheFolder.delete(hidden);
    }
    Path swept = folder.root().resolve("swept");
    Files.writeString(swept, "", StandardOpenOption.CREATE);
    Files.setLastModifiedTime(swept, FileTime.from(clock.instant()));
  }

  private boolean isSweepDue() throws IOException {
    try {
      Instant last = Files.getLastModifiedTime(folder.root().resolve("swept")).toInstant();
      return last.plus(SWEEP).isBefore(clock.instant());
    } catch (NoSuchFileException never) {
      return true;
    }
  }

  /// Returns the entries of a repository. A folder never changes its meaning, so it is read once.
  private List<CacheEntry> entries(Path repository) throws IOException {
    List<CacheEntry> entries = new ArrayList<>();
    for (Path each : CacheFolder.list(repository)) {
      CacheEntry entry = known.get(each);
      if (entry == null) {
        entry = CacheEntry.read(each);
        if (entry == null) {
          continue;
        }
        known.put(each, entry);
      }
      entries.add(entry);
    }
    return entries;
  }

  private Path repository(ServedJob job) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(job.repository().getBytes(UTF_8));
      return folder.repositories().resolve(HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Lets go of what a job was given to read.
  void dismiss(ServedJob job) throws IOException, InterruptedException {
    try (var _ = folder.hold()) {
      leases.giveBack(job);
    }
  }

  @Override
  public void close() throws IOException {
    leases.giveBackAll();
    folder.close();
  }
}
