// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthException;
import io.berth.workflow.ActionReference.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Repositories at a commit, fetched once and kept.
///
/// Every method may be called from any thread; who asks for what is being fetched waits for it,
/// across processes too. One process uses one store for a folder.
public final class ActionStore {

  private final Settings settings;
  private final Map<String, String> env;
  private final Git git;
  private final Pace pace;
  private final Cache cache;
  private final Map<String, LockFile.Locked> used = new ConcurrentSkipListMap<>();

  /// How a store works.
  ///
  /// @param cache its folder, which need not exist yet
  /// @param sources where repositories are
  /// @param standIns folders that stand in for `owner/repository@ref`
  /// @param offline whether nothing is fetched
  /// @param lock what every ref has to stand for, or `null` if that is not fixed
  /// @param bounds how much one repository may cost
  public record Settings(
      Path cache,
      Sources sources,
      Map<String, Path> standIns,
      boolean offline,
      @Nullable LockFile lock,
      Bounds bounds) {

    public Settings {
      standIns = Collections.unmodifiableMap(new LinkedHashMap<>(standIns));
    }
  }

  /// @param env the variables of this process, with which git is called
  /// @param pace the time
  public ActionStore(Settings settings, Map<String, String> env, Pace pace) {
    this.settings = settings;
    this.env = env;
    this.git = new Git(env, settings.sources());
    this.pace = pace;
    this.cache = new Cache(settings.cache());
  }

  /// Returns the folder that the variables of a process name: `$XDG_CACHE_HOME/berth/actions`, or
  /// `~/.cache/berth/actions`.
  public static Path folder(Map<String, String> env) {
    String base = env.getOrDefault("XDG_CACHE_HOME", "");
    if (base.startsWith("/")) {
      return Path.of(base, "berth", "actions");
    }
    String home = env.getOrDefault("HOME", "");
    String user = home.isEmpty() ? System.getProperty("user.home", ".") : home;
    return Path.of(user, ".cache", "berth", "actions");
  }

  /// Returns the repository of a reference, at the commit that its ref names now.
  ///
  /// @throws BerthException B1009 if there is no such thing, B1010 if it cannot be used, B2004 if
  ///     it is not what is locked, B3030 if it cannot be fetched, B3020 or B3021 if it cannot be
  ///     kept
  public ActionFolder open(Repository reference) throws InterruptedException {
    Optional<Path> standIn = standIn(reference);
    if (standIn.isPresent()) {
      return new ActionFolder(standIn.get(), "", "", null);
    }
    try {
      String commit = commit(reference);
      ActionFolder folder = open(reference, commit);
      used.put(LockFile.key(reference), new LockFile.Locked(commit, folder.digest()));
      return folder;
    } catch (IOException e) {
      throw Storage.failure("fetch `" + reference + "`", settings.cache(), e);
    }
  }

  /// Returns the address under which a repository is known.
  public String address(Repository reference) {
    return settings.sources().address(reference);
  }

  Path folder() {
    return settings.cache();
  }

  Cache cache() {
    return cache;
  }

  Git git() {
    return git;
  }

  Git git(Sources sources) {
    return new Git(env, sources);
  }

  Sources sources() {
    return settings.sources();
  }

  Bounds bounds() {
    return settings.bounds();
  }

  Pace pace() {
    return pace;
  }

  /// Returns whether nothing is fetched.
  public boolean isOffline() {
    return settings.offline();
  }

  /// Returns what has been used so far, to be written as a lock file.
  public LockFile used() {
    return new LockFile(used);
  }

  private Optional<Path> standIn(Repository reference) {
    Path folder = settings.standIns().get(LockFile.key(reference));
    if (folder == null) {
      return Optional.empty();
    }
    Path absolute = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      throw Problems.notAFolder(reference, folder.toString());
    }
    return Optional.of(absolute);
  }

  private String commit(Repository reference) throws IOException, InterruptedException {
    if (settings.lock() != null) {
      return settings
          .lock()
          .find(reference)
          .orElseThrow(() -> Problems.unlocked(reference))
          .commit();
    }
    String lower = reference.ref().toLowerCase(Locale.ROOT);
    if (Refs.isCommit(lower)) {
      return lower;
    }
    String address = settings.sources().address(reference);
    if (settings.offline()) {
      String last = cache.lastSeen(address, reference.ref());
      if (last == null) {
        String what = "which commit `" + reference.ref() + "` names is not known";
        throw Problems.notThereOffline(reference, what);
      }
      return last;
    }
    Path scratch = cache.scratch();
    try {
      String commit = remote(reference).commit(scratch);
      cache.see(address, reference.ref(), commit);
      return commit;
    } finally {
      Cache.delete(scratch);
    }
  }

  private Remote remote(Repository reference) {
    return new Remote(reference, settings.sources(), git, settings.bounds(), pace);
  }

  private ActionFolder open(Repository reference, String commit)
      throws IOException, InterruptedException {
    CacheEntry entry = cache.entry(settings.sources().address(reference), commit);
    try (Cache.Hold _ = cache.hold(entry)) {
      CacheEntry.Marker marker = entry.read();
      if (marker == null) {
        marker = fetch(reference, entry);
      }
      verify(reference, entry);
      entry.use(pace.instant());
      return new ActionFolder(entry.files(), commit, marker.digest(), entry.lease());
    }
  }

  private CacheEntry.Marker fetch(Repository reference, CacheEntry entry)
      throws IOException, InterruptedException {
    boolean damaged = Files.exists(entry.folder());
    if (settings.offline()) {
      String what =
          damaged ? "its files are damaged" : "commit " + entry.commit() + " is not there";
      throw Problems.notThereOffline(reference, what);
    }
    if (damaged) {
      cache.remove(entry);
    }
    cache.sweep(pace.instant());
    Path scratch = cache.scratch();
    try {
      return new Fetch(reference, entry, remote(reference), git, settings.bounds()).into(scratch);
    } finally {
      Cache.delete(scratch);
    }
  }

  /// Compares the files with what is locked. They are read for that, not only their marker.
  private void verify(Repository reference, CacheEntry entry) throws IOException {
    if (settings.lock() == null) {
      return;
    }
    String wanted =
        settings.lock().find(reference).orElseThrow(() -> Problems.unlocked(reference)).digest();
    String found = Contents.digest(entry.files());
    if (!found.equals(wanted)) {
      throw Problems.changed(reference, wanted, found);
    }
  }
}
