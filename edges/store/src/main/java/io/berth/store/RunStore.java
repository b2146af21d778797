// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The runs that were made on this machine, each in a folder of its own. The layout is described in
/// `docs/reference/runs.md`.
public final class RunStore {

  /// How many ended runs are kept at most.
  public static final int MOST_RUNS = 100;

  /// How long an ended run is kept at most.
  public static final Duration LONGEST_KEPT = Duration.ofDays(30);

  private final Path folder;
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  private RunStore(Path folder) {
    this.folder = folder;
  }

  /// Returns the runs in a folder, which need not exist yet. One process uses one store for a
  /// folder.
  public static RunStore in(Path folder) {
    return new RunStore(folder);
  }

  /// Begins a run: removes runs that are kept long enough, and makes a folder that only this user
  /// can read.
  ///
  /// @param now the id of the run says it
  /// @throws BerthException B3020 or B3021 if there is no room or no permission
  public RunJournal begin(Instant now) {
    try {
      Folders.createPrivate(folder);
      new Retention(this).enforce(now);
      return claim(now);
    } catch (IOException e) {
      throw Storage.failure("begin a run", folder, e);
    }
  }

  private RunJournal claim(Instant now) throws IOException {
    long salt = System.nanoTime() ^ (ProcessHandle.current().pid() << 20);
    while (true) {
      String id = id(now, salt++);
      Path run = folder.resolve(id);
      try {
        Folders.createOnePrivate(run);
      } catch (FileAlreadyExistsException e) {
        continue;
      }
      ours.add(id);
      return RunJournal.open(id, run, () -> ours.remove(id));
    }
  }

  private static String id(Instant now, long salt) {
    var id = new StringBuilder(begun(now)).append('-');
    digits(Math.floorMod((salt * 0x9E3779B97F4A7C15L) >>> 20, 10000L), 4, id);
    return id.toString();
  }

  /// Returns how the ids of runs begin that begin at a moment; later ones sort behind earlier ones.
  static String begun(Instant now) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(now.getEpochSecond(), 0, ZoneOffset.UTC);
    var id = new StringBuilder();
    digits(utc.getYear() * 10000L + utc.getMonthValue() * 100L + utc.getDayOfMonth(), 8, id);
    id.append('-');
    digits(utc.getHour() * 10000L + utc.getMinute() * 100L + utc.getSecond(), 6, id);
    return id.toString();
  }

  private static void digits(long number, int width, StringBuilder out) {
    String text = Long.toString(number);
    out.repeat('0', Math.max(0, width - text.length())).append(text);
  }

  /// Returns the ids of all runs, newest first.
  public List<String> ids() {
    String[] names = folder.toFile().list();
    if (names == null) {
      return List.of();
    }
    var ids = new ArrayList<String>();
    for (String name : names) {
      if (isId(name)) {
        ids.add(name);
      }
    }
    ids.sort(Collections.reverseOrder());
    return ids;
  }

  private static boolean isId(String name) {
    if (name.length() != 20 || name.charAt(8) != '-' || name.charAt(15) != '-') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '-' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /// Returns what there is to know about every run at a glance, newest first. A run that is being
  /// removed, or whose first event was never stored, is left out.
  public List<RunSummary> runs() {
    var runs = new ArrayList<RunSummary>();
    for (String id : ids()) {
      RunSummary.of(run(id)).ifPresent(runs::add);
    }
    return List.copyOf(runs);
  }

  /// Returns a run by its id, by the start of its id if that is unique, or the newest as `latest`.
  ///
  /// @throws BerthException B2003 if there is no such run or several; `similar` names some
  public StoredRun find(String name) {
    List<String> ids = ids();
    if (name.equals("latest") && !ids.isEmpty()) {
      return run(ids.getFirst());
    }
    List<String> fitting =
        ids.stream().filter(id -> !name.isEmpty() && id.startsWith(name)).toList();
    if (fitting.size() == 1) {
      return run(fitting.getFirst());
    }
    String problem =
        fitting.isEmpty()
            ? "no run `" + name + "` is kept in " + folder
            : "`" + name + "` may be any of " + fitting.size() + " runs";
    List<String> similar = fitting.isEmpty() ? ids : fitting;
    throw new BerthException(
        new BerthError(
            ErrorCode.FILE_UNREADABLE,
            problem,
            "Take an id from the list of `berth runs`, or `latest`.",
            null,
            similar.subList(0, Math.min(3, similar.size()))));
  }

  private StoredRun run(String id) {
    return new StoredRun(id, folder.resolve(id), ours.contains(id));
  }

  Path folder() {
    return folder;
  }

  /// Returns whether a run of this process or of another is still going on.
  boolean isLive(String id) {
    return ours.contains(id) || RunLock.isHeld(folder.resolve(id));
  }

  /// Removes what is left of a run that has ended.
  static void remove(Path run) throws IOException {
    String[] names = run.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      Path entry = run.resolve(name);
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        remove(entry);
      } else {
        Files.deleteIfExists(entry);
      }
    }
    Files.deleteIfExists(run);
  }
}
