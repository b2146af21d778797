// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.expressions.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobServicesTest {

  private static final Limits SHORT =
      new Limits(8, Duration.ofMillis(200), Duration.ofHours(1), 64);
  private static final ServedJob JOB = job("1", "build");

  private final JobServices services = JobServices.start(InetAddress.getLoopbackAddress(), SHORT);
  private final HttpClient client = HttpClient.newHttpClient();

  private static ServedJob job(String run, String job) {
    return new ServedJob(
        run, job, "example.org/a/b", "refs/heads/main", List.of("refs/heads/main"));
  }

  @AfterEach
  void stop() {
    client.close();
    services.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder get(Endpoints endpoints, String path) {
    return HttpRequest.newBuilder(endpoints.runtimeUrl().resolve(path))
        .header("Authorization", "Bearer " + endpoints.token());
  }

  private void mountEcho() {
    services.mount(
        new Route(
            "/echo/",
            Route.Access.TOKEN,
            request -> Response.json(Map.of("got", Value.object(request.json())))));
  }

  private void mountContent(String path) {
    services.mount(new Route(path, Route.Access.LINK, request -> content("0123456789")));
    services.mount(
        new Route(
            "/links/",
            Route.Access.TOKEN,
            request ->
                Response.json(
                    Map.of(
                        "read", Value.of(request.link(path + "7", Links.Right.READ).toString()),
                        "write",
                            Value.of(request.link(path + "7", Links.Right.WRITE).toString())))));
  }

  private static Response content(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    var source =
        new Response.Source() {
          @Override
          public long size() {
            return bytes.length;
          }

          @Override
          public void send(ByteRange part, OutputStream out) throws IOException {
            out.write(bytes, (int) part.first(), (int) part.length());
          }

          @Override
          public void close() {}
        };
    return new Response.Content("application/octet-stream", source, Map.of("ETag", "\"7\""));
  }

  private URI link(Endpoints endpoints, String kind) throws Exception {
    String body = send(get(endpoints, "links/")).body();
    var members = ((Value.ObjectValue) io.berth.expressions.Json.parse(body)).members();
    return URI.create(members.getOrDefault(kind, Value.NULL).asString());
  }

  @Test
  void aJobIsHeardWithItsToken() throws Exception {
    mountEcho();
    Endpoints endpoints = services.admit(JOB);

    var response = send(get(endpoints, "echo/a").POST(BodyPublishers.ofString("{\"k\":\"ü\"}")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"got\":{\"k\":\"ü\"}}");
  }

  @Test
  void nobodyIsHeardWithoutOrWithAForeignToken() throws Exception {
    mountEcho();
    Endpoints endpoints = services.admit(JOB);
    try (var others = JobServices.start(InetAddress.getLoopbackAddress(), SHORT)) {
      String foreign = others.admit(JOB).token();

      var without = send(HttpRequest.newBuilder(endpoints.runtimeUrl().resolve("echo/")));
      var with =
          send(
              HttpRequest.newBuilder(endpoints.runtimeUrl().resolve("echo/"))
                  .header("Authorization", "Bearer " + foreign));

      assertThat(List.of(without.statusCode(), with.statusCode())).containsOnly(401);
      assertThat(with.body()).contains("\"code\":\"unauthenticated\"").contains("\"message\":");
    }
  }

  @Test
  void noTokenIsValidAfterItsJob() throws Exception {
    mountContent("/content/x/");
    Endpoints endpoints = services.admit(JOB);
    URI read = link(endpoints, "read");

    services.dismiss(JOB);

    assertThat(send(get(endpoints, "links/")).statusCode()).isEqualTo(401);
    assertThat(send(HttpRequest.newBuilder(read)).statusCode()).isEqualTo(401);
  }

  @Test
  void clientsReadRunAndJobFromTheToken() {
    String token = services.admit(JOB).token();

    String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8);

    assertThat(claims)
        .contains("\"scp\":\"Actions.Results:1:build\"")
        .containsPattern("\"exp\":\\d+,");
    assertThat(services.admit(job("2", "build")).toString()).doesNotContain("eyJ");
  }

  @Test
  void aLinkNeedsNoTokenAndIsForOnePathAndRight() throws Exception {
    mountContent("/content/x/");
    Endpoints endpoints = services.admit(JOB);
    URI read = link(endpoints, "read");
    URI write = link(endpoints, "write");

    assertThat(send(HttpRequest.newBuilder(read)).body()).isEqualTo("0123456789");
    assertThat(send(HttpRequest.newBuilder(write).PUT(BodyPublishers.ofString("a"))).statusCode())
        .isEqualTo(200);
    for (String changed :
        List.of(
            read.toString().replace("/7?", "/8?"),
            write.toString(),
            read.toString().replace("job=1", "job=2"),
            read.toString().replace("until=1", "until=2"))) {
      var response = send(HttpRequest.newBuilder(URI.create(changed)));
      assertThat(response.statusCode()).as(changed).isEqualTo(403);
      assertThat(response.headers().firstValue("x-ms-error-code")).hasValue("permission_denied");
    }
    assertThat(send(HttpRequest.newBuilder(read).DELETE()).statusCode()).isEqualTo(403);
  }

  @Test
  void contentIsSentInParts() throws Exception {
    mountContent("/content/x/");
    URI read = link(services.admit(JOB), "read");

    var middle = send(HttpRequest.newBuilder(read).header("Range", "bytes=2-4"));
    var end = send(HttpRequest.newBuilder(read).header("x-ms-range", "bytes=-3"));
    var beyond = send(HttpRequest.newBuilder(read).header("Range", "bytes=10-"));
    var head = send(HttpRequest.newBuilder(read).HEAD());

    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.body()).isEqualTo("234");
    assertThat(middle.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
    assertThat(end.body()).isEqualTo("789");
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */10");
    assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aMessageThatIsTooLongIsRefusedWithOrWithoutItsLength() throws Exception {
    mountEcho();
    Endpoints endpoints = services.admit(JOB);
    byte[] bytes = "{\"k\":\"%s\"}".formatted("x".repeat(100)).getBytes(UTF_8);

    var announced = send(get(endpoints, "echo/").POST(BodyPublishers.ofByteArray(bytes)));
    var chunked =
        send(
            get(endpoints, "echo/")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes))));

    assertThat(List.of(announced.statusCode(), chunked.statusCode())).containsOnly(413);
  }

  @Test
  void whatIsNoJsonAndWhatIsNotServedIsSaid() throws Exception {
    mountEcho();
    Endpoints endpoints = services.admit(JOB);

    var notJson = send(get(endpoints, "echo/").POST(BodyPublishers.ofString("{")));
    var nothing = send(get(endpoints, "else/where"));

    assertThat(notJson.statusCode()).isEqualTo(400);
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(nothing.body()).contains("nothing is served under `/else/where`");
  }

  @Test
  void aClientThatWaitsForContinueIsToldTo() throws Exception {
    mountEcho();
    Endpoints endpoints = services.admit(JOB);

    var response =
        send(get(endpoints, "echo/").expectContinue(true).POST(BodyPublishers.ofString("{}")));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void aClientThatStopsInTheMidstOfARequestIsCutOff() throws Exception {
    mountEcho();
    Endpoints endpoints = services.admit(JOB);

    for (String start :
        List.of(
            "POST /ec",
            "POST /echo/ HTTP/1.1\r\nAuthorization: Bearer "
                + endpoints.token()
                + "\r\nContent-Length: 9\r\n\r\n{")) {
      try (var socket =
          new Socket(InetAddress.getLoopbackAddress(), endpoints.runtimeUrl().getPort())) {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(start.getBytes(UTF_8));

        assertThat(ended(socket)).as(start).isTrue();
      }
    }
  }

  private static boolean ended(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Test
  void aDefectIsToldAndEndsNothingElse() throws Exception {
    mountEcho();
    services.mount(
        new Route(
            "/defect/",
            Route.Access.TOKEN,
            _ -> {
              throw new IllegalStateException("oh");
            }));
    Endpoints endpoints = services.admit(JOB);

    var response = send(get(endpoints, "defect/"));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("B9001").contains("oh");
    assertThat(send(get(endpoints, "echo/").POST(BodyPublishers.ofString("{}"))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aClientThatTakesNothingOfAnAnswerIsCutOff() throws Exception {
    var closed = new CountDownLatch(1);
    var endless =
        new Response.Source() {
          @Override
          public long size() {
            return 1L << 40;
          }

          @Override
          public void send(ByteRange part, OutputStream out) throws IOException {
            byte[] bytes = new byte[1 << 16];
            for (long sent = 0; sent < part.length(); sent += bytes.length) {
              out.write(bytes);
            }
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    services.mount(
        new Route(
            "/endless/",
            Route.Access.TOKEN,
            _ -> new Response.Content("text/plain", endless, Map.of())));
    Endpoints endpoints = services.admit(JOB);

    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), endpoints.runtimeUrl().getPort())) {
      String request =
          "GET /endless/ HTTP/1.1\r\nAuthorization: Bearer " + endpoints.token() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));

      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aJobIsAdmittedOnceAndNamesAreChecked() {
    services.admit(JOB);

    assertThatThrownBy(() -> services.admit(JOB)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> job("1/2", "x")).hasMessageContaining("`1/2`");
    assertThatThrownBy(() -> job("", "x")).isInstanceOf(IllegalArgumentException.class);
  }
}
