// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is kept of the actions that were used: a list of it, and its removal.
public final class ActionCache {

  private final Cache cache;

  /// @param folder the folder of the cache, which need not exist
  public ActionCache(Path folder) {
    this.cache = new Cache(folder);
  }

  /// One repository at one commit.
  ///
  /// @param address its address
  /// @param commit its commit
  /// @param bytes how many bytes its files have
  /// @param lastUsed when it was used last
  public record Kept(String address, String commit, long bytes, Instant lastUsed) {}

  /// What a removal came to.
  ///
  /// @param removed what was removed
  /// @param used what would have been, and is in use
  public record Pruned(List<Kept> removed, List<Kept> used) {
    public Pruned {
      removed = List.copyOf(removed);
      used = List.copyOf(used);
    }
  }

  private record Found(CacheEntry entry, Kept kept) {}

  /// Returns what is kept, what was used last first.
  ///
  /// @throws BerthException B3021 if it cannot be read
  public List<Kept> list() {
    try {
      return found().reversed().stream().map(Found::kept).toList();
    } catch (IOException e) {
      throw Storage.failure("list actions", cache.root(), e);
    }
  }

  /// Removes what was not used for some time, then what was used longest ago until the rest is
  /// small enough. What is in use stays.
  ///
  /// @param unusedFor how long something may stay unused
  /// @param most how many bytes may stay
  /// @param now the time
  /// @throws BerthException B3021 if it cannot be removed
  public Pruned prune(Duration unusedFor, long most, Instant now) throws InterruptedException {
    try {
      cache.sweep(now);
      List<Kept> removed = new ArrayList<>();
      List<Kept> used = new ArrayList<>();
      List<Found> all = found();
      long bytes = all.stream().mapToLong(found -> found.kept().bytes()).sum();
      for (Found found : all) {
        Kept kept = found.kept();
        boolean old = kept.lastUsed().isBefore(now.minus(unusedFor));
        if (!old && bytes <= most) {
          continue;
        }
        if (remove(found)) {
          bytes -= kept.bytes();
          removed.add(kept);
        } else {
          used.add(kept);
        }
      }
      return new Pruned(removed, used);
    } catch (IOException e) {
      throw Storage.failure("remove actions", cache.root(), e);
    }
  }

  private boolean remove(Found found) throws IOException, InterruptedException {
    try (Cache.Hold _ = cache.hold(found.entry())) {
      if (CacheEntry.at(found.entry().folder()) == null) {
        return true;
      }
      boolean used =
          found.entry().isInUse() || found.entry().lastUsed().isAfter(found.kept().lastUsed());
      if (!used) {
        cache.remove(found.entry());
      }
      return !used;
    }
  }

  /// Returns what is kept, what was used longest ago first.
  private List<Found> found() throws IOException {
    List<Found> all = new ArrayList<>();
    for (CacheEntry entry : cache.entries()) {
      CacheEntry.Marker marker = CacheEntry.Marker.read(entry.folder());
      if (marker != null) {
        long bytes = marker.contents().bytes();
        all.add(
            new Found(entry, new Kept(entry.address(), entry.commit(), bytes, entry.lastUsed())));
      }
    }
    all.sort(Comparator.comparing(found -> found.kept().lastUsed()));
    return all;
  }
}
