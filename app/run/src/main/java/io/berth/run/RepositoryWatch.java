// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Waits for changes of the files of a repository: those that a job is given, and files with values
/// for it. What git ignores, and git's own folder, is not looked at.
public final class RepositoryWatch implements AutoCloseable {

  /// How long nothing may happen before a change counts: an editor or a checkout writes many files.
  private static final long QUIET_MILLIS = 200;

  private final Path root;
  private final List<Path> others;
  private final int mostFolders;
  private final WatchService service;
  private final Set<Path> watched = new HashSet<>();
  private Map<Path, Stamp> known;

  /// What tells that a file is another than before.
  private record Stamp(long size, long time, String key) {}

  private RepositoryWatch(Path root, List<Path> others, int mostFolders) throws IOException {
    this.root = root;
    this.others = others;
    this.mostFolders = mostFolders;
    this.service = FileSystems.getDefault().newWatchService();
    this.known = look();
  }

  /// How many folders are watched at most, where the system has no smaller limit.
  public static final int MOST_FOLDERS = 20_000;

  /// Begins to watch.
  ///
  /// @param directory a folder of the repository, or any folder
  /// @param others files outside of it, or ignored, that are watched too
  /// @param mostFolders how many folders may be watched
  /// @throws BerthException B2002 if there are more, or more than the system lets a user watch
  public static RepositoryWatch of(Path directory, List<Path> others, int mostFolders) {
    Path here = directory.toAbsolutePath().normalize();
    Path found = Git.rootAbove(here);
    Path root = found == null ? here : found;
    try {
      return new RepositoryWatch(root, List.copyOf(others), mostFolders);
    } catch (IOException e) {
      throw unwatchable(root, e);
    }
  }

  /// Returns how many files are watched.
  public int files() {
    return known.size();
  }

  /// Returns the folder whose files are watched.
  public Path root() {
    return root;
  }

  /// Waits until files have changed since the last call, and then nothing more for a moment.
  ///
  /// @return their names in order; empty if the watch was closed meanwhile
  public List<String> changes() throws InterruptedException {
    try {
      while (true) {
        WatchKey key = service.take();
        while (key != null) {
          key.pollEvents();
          if (!key.reset()) {
            watched.remove((Path) key.watchable());
          }
          key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        Map<Path, Stamp> before = known;
        known = look();
        List<String> changed = changed(before, known);
        if (!changed.isEmpty()) {
          return changed;
        }
      }
    } catch (ClosedWatchServiceException e) {
      return List.of();
    } catch (IOException e) {
      throw unwatchable(root, e);
    }
  }

  private List<String> changed(Map<Path, Stamp> before, Map<Path, Stamp> now) {
    Set<Path> all = new TreeSet<>(before.keySet());
    all.addAll(now.keySet());
    List<String> changed = new ArrayList<>();
    for (Path file : all) {
      Stamp stamp = now.get(file);
      if (stamp == null || !stamp.equals(before.get(file))) {
        changed.add(WorkflowFiles.shown(root, file));
      }
    }
    return changed;
  }

  /// Looks at all files, and watches the folders that are new. A folder is watched before its files
  /// are looked at again, so that nothing between is missed.
  private Map<Path, Stamp> look() throws IOException {
    boolean grown = true;
    Map<Path, Stamp> found = new TreeMap<>();
    while (grown) {
      found = new TreeMap<>();
      Set<Path> folders = new HashSet<>(Set.of(root));
      List<Path> files = new ArrayList<>(others);
      RepositoryFiles.in(root).files().forEach(file -> files.add(root.resolve(file)));
      for (Path file : files) {
        stamp(file, found);
        for (Path up = file.getParent(); up != null && up.startsWith(root); up = up.getParent()) {
          if (!folders.add(up)) {
            break;
          }
        }
        if (!file.startsWith(root) && file.getParent() != null) {
          folders.add(file.getParent());
        }
      }
      grown = watch(folders);
    }
    return found;
  }

  private static void stamp(Path file, Map<Path, Stamp> found) {
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      found.put(
          file,
          new Stamp(
              attributes.size(),
              attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
              String.valueOf(attributes.fileKey())));
    } catch (IOException e) {
      // It went away, which is a change if it was there.
    }
  }

  private boolean watch(Set<Path> folders) throws IOException {
    boolean grown = false;
    for (Path folder : folders) {
      if (watched.contains(folder) || !Files.isDirectory(folder)) {
        continue;
      }
      if (watched.size() >= mostFolders) {
        throw new IOException("it has more than " + mostFolders + " folders");
      }
      folder.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);
      watched.add(folder);
      grown = true;
    }
    return grown;
  }

  private static BerthException unwatchable(Path root, IOException cause) {
    return new BerthException(
        List.of(
            BerthError.of(
                ErrorCode.CONFIGURATION_INVALID,
                "`" + root + "` cannot be watched: " + cause.getMessage(),
                "let git ignore folders that no job needs, or raise the limit of the system:"
                    + " sudo sysctl fs.inotify.max_user_watches=524288")),
        cause);
  }

  /// Ends the watch, and a wait for changes with it.
  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw unwatchable(root, e);
    }
  }
}
