// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import io.berth.expressions.Value;
import io.berth.services.Handler;
import io.berth.services.Links;
import io.berth.services.Refusal;
import io.berth.services.Request;
import io.berth.services.Response;
import io.berth.services.blob.BlobRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The second interface: Twirp with JSON, and links to the storage of blobs. Names are answered
/// with underscores, as they stand in the interface; both forms are understood.
final class CacheTwirp implements Handler {

  static final String PATH = "/twirp/github.actions.results.api.v1.CacheService/";

  private final CacheStore store;
  private final Uploads uploads;

  CacheTwirp(CacheStore store, Uploads uploads) {
    this.store = store;
    this.uploads = uploads;
  }

  @Override
  public Response handle(Request request) throws IOException {
    if (!request.method().equals("POST")) {
      throw new Refusal(Refusal.Kind.NO_METHOD, "calls are sent with POST");
    }
    String type = request.header("Content-Type");
    if (type != null && !type.startsWith("application/json")) {
      throw new Refusal(Refusal.Kind.INVALID, "calls are read as JSON, not as `" + type + "`");
    }
    try {
      return switch (request.path().substring(PATH.length())) {
        case "CreateCacheEntry" -> begin(request);
        case "FinalizeCacheEntryUpload" -> end(request);
        case "GetCacheEntryDownloadURL" -> find(request);
        case String other ->
            throw new Refusal(Refusal.Kind.NOT_FOUND, "the cache has no call `" + other + "`");
      };
    } catch (InterruptedException e) {
      throw CacheService.interrupted();
    }
  }

  private Response begin(Request request) throws IOException, InterruptedException {
    Uploads.Upload upload = uploads.begin(request.job(), CacheService.key(request.json()));
    String path = BlobRoute.path(CacheService.BLOBS, String.valueOf(upload.id()));
    return Response.json(
        Map.of(
            "ok", Value.of(true),
            "signed_upload_url", Value.of(request.link(path, Links.Right.WRITE).toString())));
  }

  private Response end(Request request) throws IOException, InterruptedException {
    Map<String, Value> asked = request.json();
    CacheKey key = CacheService.key(asked);
    Uploads.Upload upload =
        uploads
            .find(request.job(), key)
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "this job did not begin to send `" + key.key() + "`"));
    String name = asked.containsKey("size_bytes") ? "size_bytes" : "sizeBytes";
    CacheEntry entry = uploads.end(upload, CacheService.size(asked, name));
    return Response.json(
        Map.of("ok", Value.of(true), "entry_id", Value.of(String.valueOf(entry.id()))));
  }

  private Response find(Request request) throws IOException, InterruptedException {
    Map<String, Value> asked = request.json();
    CacheKey key = CacheService.key(asked);
    List<CacheKey> restoreKeys = new ArrayList<>();
    Value others =
        asked.getOrDefault("restore_keys", asked.getOrDefault("restoreKeys", Value.NULL));
    if (others instanceof Value.ArrayValue(var items)) {
      if (items.size() >= CacheService.MOST_KEYS) {
        throw CacheService.tooManyKeys();
      }
      for (Value item : items) {
        restoreKeys.add(CacheKey.of(item.asString(), key.version()));
      }
    }
    var found = store.find(request.job(), key, restoreKeys);
    if (found.isEmpty()) {
      return Response.json(Map.of("ok", Value.of(false)));
    }
    String path = BlobRoute.path(CacheService.BLOBS, String.valueOf(found.get().id()));
    return Response.json(
        Map.of(
            "ok", Value.of(true),
            "matched_key", Value.of(found.get().key().key()),
            "signed_download_url", Value.of(request.link(path, Links.Right.READ).toString())));
  }
}
