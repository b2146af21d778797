// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.expressions.Value;
import io.berth.services.ByteRange;
import io.berth.services.FileSource;
import io.berth.services.Handler;
import io.berth.services.Refusal;
import io.berth.services.Request;
import io.berth.services.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Version 3 of the interface: the files of one artifact, sent, listed and taken one by one.
final class Containers implements Handler {

  static final String PATH = "/_apis/resources/Containers/";

  private final ArtifactService service;

  Containers(ArtifactService service) {
    this.service = service;
  }

  static String path(RunArtifacts.Entry entry) {
    return PATH + entry.id;
  }

  @Override
  public Response handle(Request request) throws IOException {
    String[] parts = request.path().substring(PATH.length()).split("/", -1);
    RunArtifacts.Entry entry = service.of(request).entry(number(parts[0]));
    boolean isFile = parts.length == 2;
    return switch (request.method()) {
      case "PUT" -> put(request, entry);
      case "GET" -> isFile ? file(entry, number(parts[1])) : list(request, entry);
      case String other ->
          throw new Refusal(Refusal.Kind.NO_METHOD, "files are not asked for with " + other);
    };
  }

  private static long number(String text) throws Refusal {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "`" + text + "` is not the number of an artifact");
    }
  }

  private static Response put(Request request, RunArtifacts.Entry entry) throws IOException {
    String path = within(request.query().text("itemPath"), entry);
    boolean isGzip = "gzip".equalsIgnoreCase(request.header("Content-Encoding"));
    String range = request.header("Content-Range");
    ByteRange part = null;
    long total = 0;
    // A file of no bytes is sent as the range `bytes 0--1/0`.
    if (range != null && !range.endsWith("/0")) {
      part = ByteRange.sent(range);
      total = total(range, part);
    }
    long size = isGzip ? size(request.header("x-tfs-filelength"), total) : total;
    entry
        .container()
        .piece(
            path,
            new Container.Piece(part, total, size, isGzip, request.header("x-actions-results-md5")),
            request.body(part == null ? 0 : part.length()));
    return Response.json(Map.of("path", Value.of(entry.name + "/" + path)));
  }

  /// Paths begin with the name of the artifact.
  private static String within(String itemPath, RunArtifacts.Entry entry) throws Refusal {
    String path = ArtifactName.checkPath(itemPath);
    String start = entry.name + "/";
    if (!path.startsWith(start)) {
      throw new Refusal(Refusal.Kind.INVALID, "`" + path + "` does not begin with `" + start + "`");
    }
    return path.substring(start.length());
  }

  private static long total(String range, ByteRange part) throws Refusal {
    String text = range.substring(range.indexOf('/') + 1).strip();
    return text.equals("*") ? part.first() + part.length() : length(text);
  }

  private static long size(@Nullable String header, long total) throws Refusal {
    return header == null ? total : length(header.strip());
  }

  private static long length(String text) throws Refusal {
    try {
      long length = Long.parseLong(text);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // told below, as for any other text that is no length
    }
    throw new Refusal(Refusal.Kind.INVALID, "`" + text + "` is not a number of bytes");
  }

  private static Response list(Request request, RunArtifacts.Entry entry) throws IOException {
    List<Value> rows = new ArrayList<>();
    StoredArtifact stored = entry.stored();
    if (stored != null) {
      for (StoredArtifact.Item file : stored.files()) {
        rows.add(Value.object(row(request, entry, file)));
      }
    }
    return Response.json(Map.of("count", Value.of(rows.size()), "value", Value.array(rows)));
  }

  private static Map<String, Value> row(
      Request request, RunArtifacts.Entry entry, StoredArtifact.Item file) {
    String at = request.at(path(entry) + "/" + file.number()).toString();
    Map<String, Value> row = new LinkedHashMap<>();
    row.put("containerId", Value.of((double) entry.id));
    row.put("scopeIdentifier", Value.of("00000000-0000-0000-0000-000000000000"));
    row.put("path", Value.of(entry.name + "/" + file.path()));
    row.put("itemType", Value.of("file"));
    row.put("status", Value.of("created"));
    row.put("fileLength", Value.of((double) file.size()));
    row.put("fileEncoding", Value.of(1));
    row.put("fileType", Value.of(1));
    row.put("itemLocation", Value.of(at));
    row.put("contentLocation", Value.of(at));
    row.put("contentId", Value.of(""));
    return row;
  }

  /// A file that is kept as gzip is sent as it is kept.
  private static Response file(RunArtifacts.Entry entry, long number) throws IOException {
    Container container = entry.container();
    StoredArtifact.Item file = container.file(number);
    if (file == null) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "artifact `" + entry.name + "` has no such file");
    }
    return new Response.Content(
        "application/octet-stream",
        FileSource.open(container.path(file)),
        file.isGzip() ? Map.of("Content-Encoding", "gzip") : Map.of());
  }
}
