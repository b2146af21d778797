// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import io.berth.expressions.Value;
import io.berth.services.ByteRange;
import io.berth.services.Handler;
import io.berth.services.Links;
import io.berth.services.Refusal;
import io.berth.services.Request;
import io.berth.services.Response;
import io.berth.services.blob.BlobRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The first interface: parts are sent to the entry's own address.
final class CacheRest implements Handler {

  static final String PATH = "/_apis/artifactcache/";

  private static final int MOST_LISTED = 100;

  private final CacheStore store;
  private final Uploads uploads;
  private final CacheLimits limits;

  CacheRest(CacheStore store, Uploads uploads, CacheLimits limits) {
    this.store = store;
    this.uploads = uploads;
    this.limits = limits;
  }

  @Override
  public Response handle(Request request) throws IOException {
    String path = request.path().substring(PATH.length());
    String call = request.method() + " " + (path.startsWith("caches/") ? "caches/" : path);
    try {
      return switch (call) {
        case "GET cache" -> find(request);
        case "GET caches" -> list(request);
        case "POST caches" -> begin(request);
        case "PATCH caches/" -> part(request, path);
        case "POST caches/" -> end(request, path);
        case "POST clean" -> Response.empty(204);
        default ->
            throw new Refusal(Refusal.Kind.NOT_FOUND, "the cache has no call `" + call + "`");
      };
    } catch (InterruptedException e) {
      throw CacheService.interrupted();
    }
  }

  private Response find(Request request) throws IOException, InterruptedException {
    List<CacheKey> keys = new ArrayList<>();
    String[] texts = request.query().text("keys").split(",", CacheService.MOST_KEYS + 1);
    if (texts.length > CacheService.MOST_KEYS) {
      throw CacheService.tooManyKeys();
    }
    for (String key : texts) {
      keys.add(CacheKey.of(key.strip(), request.query().text("version")));
    }
    var found = store.find(request.job(), keys.getFirst(), keys.subList(1, keys.size()));
    if (found.isEmpty()) {
      return Response.empty(204);
    }
    CacheEntry entry = found.get();
    Map<String, Value> members = new LinkedHashMap<>(described(entry));
    String path = BlobRoute.path(CacheService.BLOBS, String.valueOf(entry.id()));
    members.put("result", Value.of("hit"));
    members.put("archiveLocation", Value.of(request.link(path, Links.Right.READ).toString()));
    return Response.json(members);
  }

  private static Map<String, Value> described(CacheEntry entry) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("cacheKey", Value.of(entry.key().key()));
    members.put("cacheVersion", Value.of(entry.key().version()));
    members.put("scope", Value.of(entry.scope()));
    members.put("creationTime", Value.of(entry.created().toString()));
    return members;
  }

  private Response list(Request request) throws IOException, InterruptedException {
    List<CacheEntry> found = store.list(request.job(), request.query().text("key"));
    List<Value> listed = new ArrayList<>();
    for (CacheEntry entry : found.subList(0, Math.min(found.size(), MOST_LISTED))) {
      listed.add(Value.object(described(entry)));
    }
    return Response.json(
        Map.of(
            "totalCount", Value.of((double) found.size()), "artifactCaches", Value.array(listed)));
  }

  private Response begin(Request request) throws IOException, InterruptedException {
    Map<String, Value> asked = request.json();
    CacheKey key = CacheService.key(asked);
    double size = asked.getOrDefault("cacheSize", Value.NULL).asNumber();
    if (size > limits.entryBytes()) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "an entry of " + (long) size + " bytes is larger than " + limits.entryBytes());
    }
    Uploads.Upload upload = uploads.begin(request.job(), key);
    return Response.json(201, Map.of("cacheId", Value.of((double) upload.id())));
  }

  private Response part(Request request, String path) throws IOException {
    ByteRange range = ByteRange.sent(request.header("Content-Range"));
    uploads.find(request.job(), id(path)).blob().part(range, request.body(range.length()));
    return Response.empty(204);
  }

  private Response end(Request request, String path) throws IOException, InterruptedException {
    Uploads.Upload upload = uploads.find(request.job(), id(path));
    uploads.end(upload, CacheService.size(request.json(), "size"));
    return Response.empty(204);
  }

  private static long id(String path) throws Refusal {
    return CacheService.id(path.substring("caches/".length()));
  }
}
