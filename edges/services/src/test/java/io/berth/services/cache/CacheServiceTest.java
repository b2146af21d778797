// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.services.Endpoints;
import io.berth.services.JobServices;
import io.berth.services.Limits;
import io.berth.services.ServedJob;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheServiceTest {

  private static final CacheLimits SMALL = new CacheLimits(100, 200, 4, Duration.ofDays(7), 3);
  private static final String TWIRP = "twirp/github.actions.results.api.v1.CacheService/";
  private static final String REST = "_apis/artifactcache/";

  @TempDir private Path folder;

  /// One served job and what it sends.
  private record Client(Endpoints endpoints, HttpClient http) {

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
      return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder to(String path) {
      return HttpRequest.newBuilder(endpoints.resultsUrl().resolve(path))
          .header("Authorization", "Bearer " + endpoints.token());
    }

    HttpResponse<String> call(String path, String json) throws Exception {
      return send(to(path).POST(BodyPublishers.ofString(json)));
    }
  }

  /// Something done with a client.
  private interface Use {
    void by(Client client) throws Exception;
  }

  private void serve(Use use) throws Exception {
    var job = new ServedJob("1", "build", "a/b", "refs/heads/x", List.of("refs/heads/x"));
    try (var services = JobServices.start(InetAddress.getLoopbackAddress(), Limits.USUAL);
        var _ = CacheService.mount(services, folder, SMALL);
        var http = HttpClient.newHttpClient()) {
      use.by(new Client(services.admit(job), http));
    }
  }

  private static Map<String, Value> members(HttpResponse<String> response) {
    return ((Value.ObjectValue) Json.parse(response.body())).members();
  }

  private static String text(HttpResponse<String> response, String name) {
    return members(response).getOrDefault(name, Value.NULL).asString();
  }

  @Test
  void theFirstInterfaceKeepsPartsAndFindsThem() throws Exception {
    serve(
        client -> {
          var miss = client.send(client.to(REST + "cache?keys=Key-1,Key-&version=v"));
          var begun =
              client.call(REST + "caches", "{\"key\":\"Key-1\",\"version\":\"v\",\"cacheSize\":6}");
          String upload = REST + "caches/" + text(begun, "cacheId");
          for (String range : List.of("3-5", "0-2")) {
            var part =
                client
                    .to(upload)
                    .header("Content-Range", "bytes " + range + "/*")
                    .method("PATCH", BodyPublishers.ofString(range));
            assertThat(client.send(part).statusCode()).isEqualTo(204);
          }
          var ended = client.call(upload, "{\"size\":6}");
          var hit = client.send(client.to(REST + "cache?keys=none%2CKey-&version=v"));
          var listed = client.send(client.to(REST + "caches?key=key"));
          var content =
              client.send(HttpRequest.newBuilder(URI.create(text(hit, "archiveLocation"))));

          assertThat(List.of(miss.statusCode(), begun.statusCode(), ended.statusCode()))
              .containsExactly(204, 201, 204);
          assertThat(text(hit, "cacheKey")).isEqualTo("Key-1");
          assertThat(text(hit, "scope")).isEqualTo("refs/heads/x");
          assertThat(text(listed, "totalCount")).isEqualTo("1");
          assertThat(content.body()).isEqualTo("0-23-5");
        });
  }

  @Test
  void theSecondInterfaceKeepsBlocksAndFindsThem() throws Exception {
    serve(
        client -> {
          String asked = "\"key\":\"k-1\",\"version\":\"v\"";
          var begun = client.call(TWIRP + "CreateCacheEntry", "{" + asked + "}");
          String link = text(begun, "signed_upload_url");
          for (String block : List.of("b", "a")) {
            var put =
                HttpRequest.newBuilder(URI.create(link + "&comp=block&blockid=" + block))
                    .PUT(BodyPublishers.ofString("block " + block + " "));
            assertThat(client.send(put).statusCode()).isEqualTo(201);
          }
          var list =
              HttpRequest.newBuilder(URI.create(link + "&comp=blocklist"))
                  .PUT(
                      BodyPublishers.ofString(
                          "<BlockList><Latest>a</Latest><Latest>b</Latest></BlockList>"));
          assertThat(client.send(list).statusCode()).isEqualTo(201);
          var ended =
              client.call(
                  TWIRP + "FinalizeCacheEntryUpload", "{" + asked + ",\"size_bytes\":\"16\"}");
          var hit =
              client.call(
                  TWIRP + "GetCacheEntryDownloadURL",
                  "{\"key\":\"no\",\"restoreKeys\":[\"k\"],\"version\":\"v\"}");
          var miss =
              client.call(TWIRP + "GetCacheEntryDownloadURL", "{\"key\":\"no\",\"version\":\"v\"}");
          String content = text(hit, "signed_download_url");

          assertThat(text(ended, "ok")).isEqualTo("true");
          assertThat(text(ended, "entry_id")).containsOnlyDigits();
          assertThat(text(hit, "matched_key")).isEqualTo("k-1");
          assertThat(client.send(HttpRequest.newBuilder(URI.create(content))).body())
              .isEqualTo("block a block b ");
          assertThat(miss.body()).isEqualTo("{\"ok\":false}");
        });
  }

  @Test
  void mistakesAreSaid() throws Exception {
    serve(
        client -> {
          var large =
              client.call(REST + "caches", "{\"key\":\"k\",\"version\":\"v\",\"cacheSize\":101}");
          var comma =
              client.call(TWIRP + "CreateCacheEntry", "{\"key\":\"a,b\",\"version\":\"v\"}");
          var keyless = client.call(TWIRP + "CreateCacheEntry", "{\"version\":\"v\"}");
          var unknown = client.call(TWIRP + "Nothing", "{}");
          var notBegun =
              client.call(
                  TWIRP + "FinalizeCacheEntryUpload",
                  "{\"key\":\"k\",\"version\":\"v\",\"size_bytes\":1}");
          var noNumber = client.call(REST + "caches/..%2F1", "{\"size\":1}");
          var binary =
              client.send(
                  client
                      .to(TWIRP + "CreateCacheEntry")
                      .header("Content-Type", "application/protobuf")
                      .POST(BodyPublishers.ofString("x")));
          var keys = client.send(client.to(REST + "cache?version=v&keys=" + "k,".repeat(11) + "k"));

          assertThat(large.statusCode()).isEqualTo(400);
          assertThat(text(large, "message")).contains("101 bytes is larger than 100");
          assertThat(text(comma, "msg")).contains("`a,b` has a comma");
          assertThat(text(keyless, "msg")).contains("0 characters");
          assertThat(List.of(unknown.statusCode(), notBegun.statusCode(), noNumber.statusCode()))
              .containsOnly(404);
          assertThat(text(binary, "msg")).contains("`application/protobuf`");
          assertThat(text(keys, "message")).contains("at most 10 keys");
        });
  }

  @Test
  void anUploadThatIsTooLargeIsRefusedWithoutBeingRead() throws Exception {
    serve(
        client -> {
          var begun = client.call(TWIRP + "CreateCacheEntry", "{\"key\":\"k\",\"version\":\"v\"}");
          byte[] bytes = "x".repeat(101).getBytes(UTF_8);
          var put =
              HttpRequest.newBuilder(URI.create(text(begun, "signed_upload_url")))
                  .PUT(BodyPublishers.ofByteArray(bytes));

          var refused = client.send(put);

          assertThat(refused.statusCode()).isEqualTo(413);
          assertThat(refused.body()).contains("<Code>resource_exhausted</Code>");
        });
  }
}
