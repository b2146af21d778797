// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import io.berth.services.Refusal;
import io.berth.services.ServedJob;
import io.berth.services.blob.BlobUpload;
import io.berth.services.blob.Room;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What jobs began to send. It is theirs alone, and is forgotten with them.
final class Uploads {

  /// Who was cut off in the midst of sending does not keep others from it; who pauses does so long.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final int PARTS = 10_000;
  private static final int MOST_OF_A_JOB = 10_000;
  private static final int ID_BITS = 48;
  private static final String VARIABLE = "XDG_CACHE_HOME";

  /// One upload.
  static final class Upload {
    private final long id;
    private final ServedJob job;
    private final CacheKey key;
    private final Path folder;
    private final BlobUpload blob;
    private final ReentrantLock ending = new ReentrantLock();
    private @Nullable CacheEntry kept;

    Upload(long id, ServedJob job, CacheKey key, Path folder, BlobUpload.Most most, Room room) {
      this.id = id;
      this.job = job;
      this.key = key;
      this.folder = folder;
      this.blob = new BlobUpload(CacheEntry.content(folder), most, room, VARIABLE);
    }

    long id() {
      return id;
    }

    BlobUpload blob() {
      return blob;
    }

    private boolean rivals(ServedJob other, CacheKey wanted) {
      return job.repository().equals(other.repository())
          && job.writeScope().equals(other.writeScope())
          && isFor(wanted)
          && blob.isAlive(PAUSE);
    }

    private boolean isFor(CacheKey wanted) {
      return key.version().equals(wanted.version()) && key.folded().equals(wanted.folded());
    }
  }

  private final CacheStore store;
  private final CacheLimits limits;
  private final Predicate<ServedJob> isAdmitted;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Upload> uploads = new LinkedHashMap<>();
  private final Map<ServedJob, Room> rooms = new HashMap<>();

  /// @param isAdmitted whether a job has not ended
  Uploads(CacheStore store, CacheLimits limits, Predicate<ServedJob> isAdmitted) {
    this.store = store;
    this.limits = limits;
    this.isAdmitted = isAdmitted;
  }

  BlobUpload.Most most() {
    return new BlobUpload.Most(limits.entryBytes(), PARTS);
  }

  /// Begins an upload.
  ///
  /// @throws Refusal if the entry is there already, or somebody else is sending it
  Upload begin(ServedJob job, CacheKey key) throws IOException, InterruptedException {
    if (store.isKept(job, key)) {
      throw new Refusal(Refusal.Kind.EXISTS, "the cache has an entry `" + key.key() + "` already");
    }
    lock.lock();
    try {
      if (!isAdmitted.test(job)) {
        throw new Refusal(Refusal.Kind.NO_TOKEN, "the job has ended");
      }
      int own = 0;
      int all = 0;
      for (Upload upload : uploads.values()) {
        if (upload.rivals(job, key)) {
          throw new Refusal(
              Refusal.Kind.EXISTS, "another job is sending the entry `" + key.key() + "`");
        }
        all += upload.job.equals(job) ? 1 : 0;
        own += upload.job.equals(job) && upload.kept == null ? 1 : 0;
      }
      if (own >= limits.uploads() || all >= MOST_OF_A_JOB) {
        throw new Refusal(
            Refusal.Kind.BUSY,
            "a job has at most "
                + limits.uploads()
                + " uploads at once and "
                + MOST_OF_A_JOB
                + " in all");
      }
      long id = 1 + random.nextLong(1L << ID_BITS);
      Upload upload = new Upload(id, job, key, store.unfinished(id), most(), room(job));
      uploads.put(id, upload);
      return upload;
    } finally {
      lock.unlock();
    }
  }

  private Room room(ServedJob job) {
    return rooms.computeIfAbsent(job, _ -> new Room(2 * limits.repositoryBytes()));
  }

  /// Returns the upload of a job with a number.
  ///
  /// @throws Refusal if the job has none
  Upload find(ServedJob job, long id) throws Refusal {
    lock.lock();
    try {
      Upload upload = uploads.get(id);
      if (upload == null || !upload.job.equals(job)) {
        throw new Refusal(Refusal.Kind.NOT_FOUND, "this job has no upload " + id);
      }
      return upload;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the upload of a job that it began last for a key.
  Optional<Upload> find(ServedJob job, CacheKey key) {
    lock.lock();
    try {
      Upload found = null;
      for (Upload upload : uploads.values()) {
        found = upload.job.equals(job) && upload.isFor(key) ? upload : found;
      }
      return Optional.ofNullable(found);
    } finally {
      lock.unlock();
    }
  }

  /// Ends an upload: its content is an entry now. Asked again, it says so again.
  ///
  /// @param size how many bytes the client says there are, or -1 if it does not say
  CacheEntry end(Upload upload, long size) throws IOException, InterruptedException {
    upload.ending.lock();
    try {
      CacheEntry kept = upload.kept;
      if (kept == null) {
        var pieces = upload.blob.finish(size);
        kept = store.keep(upload.job, upload.key, upload.id, upload.folder, pieces);
        upload.kept = kept;
      }
      return kept;
    } finally {
      upload.ending.unlock();
    }
  }

  /// Forgets the uploads of a job, and deletes what is not complete.
  void dismiss(ServedJob job) throws IOException {
    List<Upload> ended = new ArrayList<>();
    lock.lock();
    try {
      rooms.remove(job);
      uploads
          .values()
          .removeIf(
              upload -> {
                boolean isEnded = upload.job.equals(job);
                if (isEnded) {
                  ended.add(upload);
                }
                return isEnded;
              });
    } finally {
      lock.unlock();
    }
    for (Upload upload : ended) {
      CacheFolder.delete(upload.folder);
    }
  }
}
