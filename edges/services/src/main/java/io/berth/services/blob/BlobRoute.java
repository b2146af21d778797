// SPDX-License-Identifier: Apache-2.0
package io.berth.services.blob;

import io.berth.services.Handler;
import io.berth.services.Refusal;
import io.berth.services.Request;
import io.berth.services.Response;
import io.berth.services.Route;
import java.io.IOException;
import java.util.Map;

/// Speaks as much of the storage of blocks as clients of results use: blocks, the list of them, a
/// content at once; and reading, whole or in ranges. Addresses are links; no other key is asked
/// for.
///
/// The path has three parts because only then clients take the last one for the blob's name.
public final class BlobRoute implements Handler {

  private static final long LONGEST_LIST = 4L << 20;
  private static final int LONGEST_NAME = 128;

  /// Where the blobs are.
  public interface Blobs {
    /// Returns the upload of this name of the request's job.
    ///
    /// @throws Refusal if there is none
    BlobUpload upload(Request request, String name) throws IOException;

    /// Returns the open content of this name.
    ///
    /// @throws Refusal if there is none, or none that the job may see
    BlobSource content(Request request, String name) throws IOException;

    /// Returns how much an upload may have.
    BlobUpload.Most most();
  }

  private final String path;
  private final Blobs blobs;

  private BlobRoute(String path, Blobs blobs) {
    this.path = path;
    this.blobs = blobs;
  }

  /// Returns the route for the blobs of one kind.
  ///
  /// @param kind a word, as `cache`
  public static Route of(String kind, Blobs blobs) {
    String path = path(kind, "");
    return new Route(path, Route.Access.LINK, new BlobRoute(path, blobs));
  }

  /// Returns the path to make a link of.
  public static String path(String kind, String name) {
    return "/_blobs/" + kind + "/" + name;
  }

  @Override
  public Response handle(Request request) throws IOException {
    String name = request.path().substring(path.length());
    return switch (request.method()) {
      case "GET", "HEAD" ->
          new Response.Content(
              "application/octet-stream",
              blobs.content(request, name),
              Map.of("ETag", "\"" + name + "\"", "x-ms-blob-type", "BlockBlob"));
      case "PUT" -> put(request, blobs.upload(request, name));
      case String other ->
          throw new Refusal(Refusal.Kind.NO_METHOD, "a blob is read and put, not " + other);
    };
  }

  private Response put(Request request, BlobUpload upload) throws IOException {
    BlobUpload.Most most = blobs.most();
    switch (request.query().text("comp")) {
      case "block" -> upload.block(blockName(request), length(request), request.body(most.bytes()));
      case "blocklist", "blockList" ->
          upload.list(BlockList.read(request.body(LONGEST_LIST), most.parts()));
      case "" -> upload.whole(length(request), request.body(most.bytes()));
      case String other ->
          throw new Refusal(Refusal.Kind.INVALID, "blobs are not put with `comp=" + other + "`");
    }
    return new Response.Empty(
        201, Map.of("ETag", "\"0\"", "x-ms-request-server-encrypted", "false"));
  }

  private static String blockName(Request request) throws Refusal {
    String name = request.query().text("blockid");
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new Refusal(
          Refusal.Kind.INVALID, "a block has a `blockid` of 1 to " + LONGEST_NAME + " characters");
    }
    return name;
  }

  private static long length(Request request) throws Refusal {
    if (request.length() < 0) {
      throw new Refusal(Refusal.Kind.NO_LENGTH, "send the header Content-Length with a blob");
    }
    return request.length();
  }
}
