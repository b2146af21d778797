// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.services.FileSource;
import io.berth.services.Handler;
import io.berth.services.Refusal;
import io.berth.services.Request;
import io.berth.services.Response;
import io.berth.services.blob.BlockList;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/// The content of artifacts of version 4, sent and taken as clients of blob storage do: in blocks
/// and a list of them, or at once.
final class Blobs implements Handler {

  /// Clients take the first two parts for the names of an account and of a container.
  static final String PATH = "/berth/artifacts/";

  private static final int LARGEST_LIST = 16 << 20;
  private static final int LONGEST_BLOCK = 128;

  private final ArtifactService service;

  Blobs(ArtifactService service) {
    this.service = service;
  }

  static String path(RunArtifacts.Entry entry) {
    return PATH + entry.id;
  }

  @Override
  public Response handle(Request request) throws IOException {
    RunArtifacts.Entry entry = service.of(request).entry(id(request.path()));
    return switch (request.method()) {
      case "PUT" -> put(request, entry.blob());
      case "GET", "HEAD" -> get(entry);
      case String other ->
          throw new Refusal(Refusal.Kind.NO_METHOD, "content is not asked for with " + other);
    };
  }

  private static long id(String path) throws Refusal {
    try {
      return Long.parseLong(path.substring(PATH.length()));
    } catch (NumberFormatException e) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "there is no content `" + path + "`");
    }
  }

  private Response put(Request request, Blob blob) throws IOException {
    switch (request.query().text("comp").toLowerCase(java.util.Locale.ROOT)) {
      case "block" -> {
        String name = request.query().text("blockid");
        if (name.isEmpty() || name.length() > LONGEST_BLOCK) {
          throw new Refusal(
              Refusal.Kind.INVALID, "a block has a name of 1 to " + LONGEST_BLOCK + " characters");
        }
        blob.block(name, request.length(), request.body(Long.MAX_VALUE));
      }
      case "blocklist" ->
          blob.commit(BlockList.read(request.body(LARGEST_LIST), service.limits().blocks()));
      case "" -> {
        blob.block("whole", request.length(), request.body(Long.MAX_VALUE));
        blob.commit(List.of("whole"));
      }
      case String other ->
          throw new Refusal(
              Refusal.Kind.INVALID,
              "content is sent by `comp=block` and `comp=blocklist`, not by `comp=" + other + "`");
    }
    // A client of blob storage reads these two of every write.
    return new Response.Empty(
        201, Map.of("ETag", "\"berth\"", "Last-Modified", httpTime(Instant.now())));
  }

  private static Response get(RunArtifacts.Entry entry) throws IOException {
    StoredArtifact artifact = entry.stored();
    if (artifact == null) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "artifact " + entry.id + " is not complete");
    }
    boolean isZip = artifact.type().equals(StoredArtifact.ZIP);
    String file = artifact.name() + (isZip ? ".zip" : "");
    String encoded = URLEncoder.encode(file, UTF_8).replace("+", "%20");
    return new Response.Content(
        artifact.type(),
        FileSource.open(entry.blob().content()),
        Map.of(
            "Content-Disposition", "attachment; filename*=UTF-8''" + encoded,
            "ETag", "\"" + artifact.digest() + "\"",
            "Last-Modified", httpTime(artifact.created())));
  }

  private static String httpTime(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }
}
