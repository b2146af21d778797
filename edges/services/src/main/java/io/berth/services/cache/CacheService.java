// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import io.berth.expressions.Value;
import io.berth.model.BerthException;
import io.berth.model.StorageFailure;
import io.berth.services.JobServices;
import io.berth.services.Refusal;
import io.berth.services.Request;
import io.berth.services.Route;
import io.berth.services.ServedJob;
import io.berth.services.blob.BlobRoute;
import io.berth.services.blob.BlobSource;
import io.berth.services.blob.BlobUpload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// The cache of jobs.
///
/// An entry belongs to a repository and to the scope of the job that kept it, never changes, and is
/// there for others when all of it is on the disk. Several processes may serve one folder at once.
public final class CacheService implements AutoCloseable {

  static final String BLOBS = "cache";
  static final int MOST_KEYS = 10;

  private static final String VARIABLE = "XDG_CACHE_HOME";

  private final CacheStore store;
  private final Uploads uploads;

  private CacheService(CacheStore store, Uploads uploads) {
    this.store = store;
    this.uploads = uploads;
  }

  /// Serves the cache that is kept in a folder, until it is closed; the services are closed first.
  ///
  /// @param folder made if it is not there
  /// @throws BerthException B3020 or B3021 if the folder cannot be used
  /// @throws InterruptedException if the thread was interrupted while another process had the lock
  public static CacheService mount(JobServices services, Path folder, CacheLimits limits)
      throws InterruptedException {
    return mount(services, folder, limits, InstantSource.system());
  }

  static CacheService mount(
      JobServices services, Path folder, CacheLimits limits, InstantSource clock)
      throws InterruptedException {
    CacheStore store;
    try {
      store = CacheStore.open(folder, limits, clock, services::isAdmitted);
    } catch (IOException e) {
      throw StorageFailure.of("open the cache of jobs", folder, VARIABLE, e);
    }
    var uploads = new Uploads(store, limits, services::isAdmitted);
    var service = new CacheService(store, uploads);
    services.mount(
        new Route(CacheRest.PATH, Route.Access.TOKEN, new CacheRest(store, uploads, limits)));
    services.mount(new Route(CacheTwirp.PATH, Route.Access.TOKEN, new CacheTwirp(store, uploads)));
    services.mount(BlobRoute.of(BLOBS, service.new CacheBlobs()));
    services.onDismissal(service::dismiss);
    return service;
  }

  private void dismiss(ServedJob job) {
    try {
      uploads.dismiss(job);
      store.dismiss(job);
    } catch (IOException e) {
      throw StorageFailure.of("let go of what a job used", store.root(), VARIABLE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Deletes what was not complete.
  ///
  /// @throws BerthException B3021 if that cannot be done
  @Override
  public void close() {
    try {
      store.close();
    } catch (IOException e) {
      throw StorageFailure.of("close the cache of jobs", store.root(), VARIABLE, e);
    }
  }

  /// The contents, by number.
  private final class CacheBlobs implements BlobRoute.Blobs {
    @Override
    public BlobUpload upload(Request request, String name) throws IOException {
      return uploads.find(request.job(), id(name)).blob();
    }

    @Override
    public BlobSource content(Request request, String name) throws IOException {
      try {
        return store.content(request.job(), id(name));
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }

    @Override
    public BlobUpload.Most most() {
      return uploads.most();
    }
  }

  static CacheKey key(Map<String, Value> asked) throws Refusal {
    return CacheKey.of(
        asked.getOrDefault("key", Value.NULL).asString(),
        asked.getOrDefault("version", Value.NULL).asString());
  }

  static long id(String text) throws Refusal {
    boolean isNumber = !text.isEmpty() && text.length() <= 15;
    for (int i = 0; i < text.length(); i++) {
      isNumber &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!isNumber) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "`" + text + "` is not the number of an entry");
    }
    return Long.parseLong(text);
  }

  static long size(Map<String, Value> asked, String name) throws Refusal {
    Value value = asked.getOrDefault(name, Value.NULL);
    double size = value.asNumber();
    if (value instanceof Value.NullValue || !(size >= 0) || size > 1e15) {
      throw new Refusal(Refusal.Kind.INVALID, "`" + name + "` is to say how many bytes there are");
    }
    return (long) size;
  }

  static Refusal tooManyKeys() {
    return new Refusal(Refusal.Kind.INVALID, "at most " + MOST_KEYS + " keys are looked for");
  }

  static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("the services are being closed");
  }
}
