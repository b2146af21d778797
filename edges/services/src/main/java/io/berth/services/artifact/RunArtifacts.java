// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.services.Refusal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The artifacts of one run: those that are complete, which every job of the run sees, and those
/// that are being sent, which nobody sees. Those sent whole and those sent file by file do not know
/// of each other, as on GitHub. May be used from many threads.
final class RunArtifacts {

  private final Path folder;
  private final ArtifactLimits limits;
  private final InstantSource clock;
  private final Consumer<StoredArtifact> heard;
  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Entry> containers = new HashMap<>();
  private final Map<String, Entry> complete = new LinkedHashMap<>();
  private long numbers;

  /// An artifact, complete or not.
  static final class Entry {
    final long id;
    final String name;
    final String job;
    final Path folder;
    private final @Nullable Instant expires;
    private final @Nullable String type;
    private final @Nullable Blob blob;
    private final @Nullable Container container;
    private @Nullable StoredArtifact stored;

    private Entry(
        long id, Made made, String job, Path folder, @Nullable Blob blob, @Nullable Container c) {
      this.id = id;
      this.name = made.name();
      this.type = made.type();
      this.expires = made.expires();
      this.job = job;
      this.folder = folder;
      this.blob = blob;
      this.container = c;
    }

    /// Returns the content of one that is sent whole.
    Blob blob() throws Refusal {
      if (blob == null) {
        throw new Refusal(Refusal.Kind.NOT_FOUND, "artifact " + id + " has no content of its own");
      }
      return blob;
    }

    /// Returns the files of one that is sent file by file.
    Container container() throws Refusal {
      if (container == null) {
        throw new Refusal(Refusal.Kind.NOT_FOUND, "artifact " + id + " has no files");
      }
      return container;
    }

    synchronized @Nullable StoredArtifact stored() {
      return stored;
    }

    private synchronized void store(StoredArtifact artifact) throws IOException {
      artifact.write(folder);
      stored = artifact;
    }
  }

  /// What is said of an artifact when it is begun.
  ///
  /// @param name what it is called, checked
  /// @param type what its content is; `null` if it is sent file by file
  record Made(String name, @Nullable String type, @Nullable Instant expires) {}

  /// @param folder where they are kept; made when the first is begun
  /// @param heard is told of each that is complete
  RunArtifacts(
      Path folder, ArtifactLimits limits, InstantSource clock, Consumer<StoredArtifact> heard) {
    this.folder = folder;
    this.heard = heard;
    this.limits = limits;
    this.clock = clock;
  }

  /// Begins one that is sent whole. As long as none of the name is complete any number may be
  /// begun: whoever was killed tries again, and the first to be complete is the one that counts.
  Entry begin(Made made, String job) throws IOException {
    synchronized (this) {
      checkFree(made.name());
    }
    return enter(made, job);
  }

  /// Returns the one of this name that is sent file by file, begun if it was not: all jobs that
  /// name it add to it.
  synchronized Entry container(Made made, String job) throws IOException {
    Entry known = containers.get(made.name());
    if (known == null) {
      known = enter(made, job);
      containers.put(made.name(), known);
    }
    return known;
  }

  private synchronized Entry enter(Made made, String job) throws IOException {
    if (entries.size() >= limits.artifacts()) {
      throw new Refusal(
          Refusal.Kind.TOO_LARGE, "a run has at most " + limits.artifacts() + " artifacts");
    }
    Files.createDirectories(folder);
    Path own = created();
    boolean isWhole = made.type() != null;
    Entry entry =
        new Entry(
            numbers,
            made,
            job,
            own,
            isWhole ? new Blob(own, limits) : null,
            isWhole ? null : new Container(own, limits));
    entries.put(entry.id, entry);
    return entry;
  }

  /// Another process may have left artifacts of this run: their numbers are taken.
  private Path created() throws IOException {
    while (true) {
      try {
        return Files.createDirectory(folder.resolve(Long.toString(++numbers)));
      } catch (FileAlreadyExistsException e) {
        // the next number
      }
    }
  }

  private void checkFree(String name) throws Refusal {
    if (complete.containsKey(name)) {
      throw new Refusal(
          Refusal.Kind.EXISTS,
          "this run has an artifact called `" + name + "` already; names are used once in a run");
    }
  }

  /// Makes one complete that was sent whole.
  ///
  /// @param size how many bytes the client says that it sent
  /// @param digest what the client says that their digest is, or `null` if it does not
  StoredArtifact complete(Entry entry, long size, @Nullable String digest) throws IOException {
    StoredArtifact before = entry.stored();
    if (before != null) {
      return before; // a client that did not hear the answer asks again
    }
    String found = entry.blob().digest();
    if (found == null) {
      throw new Refusal(
          Refusal.Kind.NOT_READY, "the content of `" + entry.name + "` was never sent whole");
    }
    long length = Files.size(entry.blob().content());
    if (length != size || (digest != null && !digest.equals(found))) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "`"
              + entry.name
              + "` arrived as "
              + length
              + " bytes, "
              + found
              + ", and was sent as "
              + size
              + " bytes, "
              + (digest == null ? "no digest" : digest));
    }
    String type = entry.type == null ? StoredArtifact.ZIP : entry.type;
    var stored =
        new StoredArtifact(
            entry.id, entry.name, length, found, type, clock.instant(), entry.expires, List.of());
    synchronized (this) {
      checkFree(entry.name);
      entry.store(stored);
      complete.put(entry.name, entry);
    }
    heard.accept(stored);
    return stored;
  }

  /// Makes the files that are there one artifact.
  StoredArtifact complete(Entry entry) throws IOException {
    synchronized (entry) {
      List<StoredArtifact.Item> files = entry.container().files();
      long size = 0;
      for (StoredArtifact.Item file : files) {
        size += file.size();
      }
      var stored =
          new StoredArtifact(
              entry.id, entry.name, size, "", "", clock.instant(), entry.expires, files);
      entry.store(stored);
      heard.accept(stored);
      return stored;
    }
  }

  /// Returns the newest of this name that a job is sending.
  synchronized Entry sending(String name, String job) throws Refusal {
    Entry found = null;
    for (Entry entry : entries.values()) {
      if (entry.name.equals(name) && entry.job.equals(job) && entry.blob != null) {
        found = entry;
      }
    }
    if (found == null) {
      throw missing(name);
    }
    return found;
  }

  Entry entry(long id) throws Refusal {
    Entry entry;
    synchronized (this) {
      entry = entries.get(id);
    }
    if (entry == null) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "this run has no artifact " + id);
    }
    return entry;
  }

  /// Returns the complete one of this name that was sent whole.
  synchronized Entry named(String name) throws Refusal {
    Entry entry = complete.get(name);
    if (entry == null) {
      throw missing(name);
    }
    return entry;
  }

  /// Returns the one of this name that is sent file by file.
  synchronized Entry containerNamed(String name) throws Refusal {
    Entry entry = containers.get(name);
    if (entry == null) {
      throw missing(name);
    }
    return entry;
  }

  private static Refusal missing(String name) {
    return new Refusal(Refusal.Kind.NOT_FOUND, "this run has no artifact called `" + name + "`");
  }

  /// Returns the complete ones that were sent whole.
  synchronized List<StoredArtifact> whole() {
    return stored(complete.values());
  }

  /// Returns the complete ones that were sent file by file, each with its entry.
  synchronized List<Entry> containers() {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : containers.values()) {
      if (entry.stored() != null) {
        found.add(entry);
      }
    }
    return found;
  }

  private static List<StoredArtifact> stored(Iterable<Entry> entries) {
    List<StoredArtifact> found = new ArrayList<>();
    for (Entry entry : entries) {
      StoredArtifact artifact = entry.stored();
      if (artifact != null) {
        found.add(artifact);
      }
    }
    return found;
  }

  /// Removes one that was sent whole; whoever is taking it at the moment gets all of it.
  long delete(String name) throws IOException {
    Entry entry;
    synchronized (this) {
      entry = named(name);
      complete.remove(name);
      entries.remove(entry.id);
    }
    Files.deleteIfExists(entry.folder.resolve(StoredArtifact.FILE));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(entry.folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(entry.folder);
    return entry.id;
  }
}
