// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.spi.DuplexStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class DockerEndpointTest {

  private static final String UPGRADED =
      "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1.40, 1.40", "1.41, 1.41", "1.52, 1.52", "1.60, 1.52", "1.112, 1.52"})
  void theNewestVersionThatBothKnowIsSpoken(String offered, String spoken) throws IOException {
    try (var engine = FakeEngine.speaking(folder, offered, "{}");
        var endpoint = engine.endpoint()) {
      endpoint.json(Call.of("GET", "/images/json"));

      assertThat(engine.asked()).containsExactly("GET /_ping", "GET /v" + spoken + "/images/json");
    }
  }

  @Test
  void anEngineThatIsTooOldIsRefusedWithWhatIsWanted() throws IOException {
    try (var engine = FakeEngine.speaking(folder, "1.39", "");
        var endpoint = engine.endpoint()) {
      assertThatThrownBy(endpoint::api)
          .isInstanceOf(BerthException.class)
          .hasMessageContaining("speaks version 1.39 of the Docker API, and Berth 1.40 or later");
    }
  }

  @Test
  void whatIsNoEngineIsSaidToBeNone() throws IOException {
    try (var engine = FakeEngine.speaking(folder, "", "<html>");
        var endpoint = engine.endpoint()) {
      assertThatThrownBy(endpoint::api)
          .isInstanceOf(BerthException.class)
          .hasMessageContaining("is no engine of Docker or Podman");
    }
  }

  @Test
  void nobodyAnswersIsAnErrorWithTheAddressAndTheReason() {
    try (var endpoint = DockerEndpoint.at(new EngineAddress.Unix(folder.resolve("none.sock")))) {
      assertThatThrownBy(endpoint::api)
          .isInstanceOf(BerthException.class)
          .hasMessageContaining("none.sock` does not answer: there is no such socket");
    }
  }

  @Test
  void theFactsAreAskedForOnceInALife() throws IOException {
    try (var engine =
            FakeEngine.speaking(
                folder, "1.41", "{\"Os\":\"linux\",\"Arch\":\"amd64\",\"CgroupVersion\":\"2\"}");
        var endpoint = engine.endpoint()) {
      for (int i = 0; i < 5; i++) {
        assertThat(endpoint.facts().cgroups()).isEqualTo("2");
      }

      assertThat(engine.asked())
          .containsExactly("GET /_ping", "GET /v1.41/version", "GET /v1.41/info");
      assertThat(engine.connections()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerInChunksIsReadToItsEndAndTheConnectionServesTheNextCall() throws IOException {
    try (var engine =
            FakeEngine.start(
                folder,
                (_, _, out) ->
                    FakeEngine.write(
                        out,
                        lines(
                            "HTTP/1.1 200 OK",
                            "Api-Version: 1.41",
                            "Transfer-Encoding: chunked",
                            "",
                            "5",
                            "[1, 2",
                            "3;x=y",
                            ",3]",
                            "0",
                            "",
                            "")));
        var endpoint = engine.endpoint()) {
      assertThat(Members.items(endpoint.json(Call.of("GET", "/a")))).hasSize(3);
      assertThat(Members.items(endpoint.json(Call.of("GET", "/b")))).hasSize(3);
      assertThat(engine.connections()).isEqualTo(1);
    }
  }

  @Test
  void aRefusalIsToldInTheWordsOfTheEngineEvenIfItDoesNotReadWhatItRefuses() throws IOException {
    try (var engine =
            FakeEngine.start(
                folder,
                (request, _, out) -> {
                  if (request.endsWith("_ping")) {
                    FakeEngine.write(
                        out, "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n");
                    return;
                  }
                  FakeEngine.write(
                      out,
                      lines(
                          "HTTP/1.1 404 Not Found",
                          "Content-Length: 27",
                          "",
                          "{\"message\":\"no such place\"}"));
                  throw new IOException("it hangs up");
                });
        var endpoint = engine.endpoint()) {
      var call =
          Call.ofArchive(
              "PUT",
              "/containers/x/archive",
              out -> {
                for (int i = 0; i < 1000; i++) {
                  out.write(new byte[100_000]);
                }
              });

      assertThatThrownBy(() -> endpoint.json(call))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> {
                assertThat(e.isMissing()).isTrue();
                assertThat(e).hasMessage("no such place");
              });
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  @Test
  void anArchiveThatCannotBeReadIsToldAsThatAndNotAsAnAnswer() throws IOException {
    try (var engine = FakeEngine.speaking(folder, "1.41", "{}");
        var endpoint = engine.endpoint()) {
      endpoint.api();
      var call =
          Call.ofArchive(
              "PUT",
              "/x",
              out -> {
                throw new IOException("the disk is gone");
              });

      assertThatThrownBy(() -> endpoint.json(call)).hasMessage("the disk is gone");
    }
  }

  @Test
  void anInterruptDoesNotCutACall() throws Exception {
    var asked = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    try (var engine =
            FakeEngine.start(
                folder,
                (request, _, out) -> {
                  if (!request.endsWith("_ping")) {
                    asked.countDown();
                    await(interrupted);
                  }
                  FakeEngine.write(
                      out, "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 4\r\n\r\ntrue");
                });
        var endpoint = engine.endpoint()) {
      var answers = new AtomicLong();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      endpoint.json(Call.of("GET", "/slow"));
                      answers.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                      endpoint.json(Call.of("GET", "/again"));
                      answers.addAndGet(Thread.interrupted() ? 1 : 0);
                    } catch (IOException e) {
                      answers.set(-1);
                    }
                  });
      asked.await();
      caller.interrupt();
      interrupted.countDown();
      caller.join();

      assertThat(answers).hasValue(2);
      assertThat(engine.connections()).isEqualTo(1);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void anEngineThatSaysNothingIsGivenUp() throws Exception {
    var over = new CountDownLatch(1);
    try (var engine =
            FakeEngine.start(
                folder,
                (request, _, out) -> {
                  if (!request.endsWith("_ping")) {
                    await(over);
                  }
                  FakeEngine.write(
                      out, "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n");
                });
        var endpoint = engine.endpoint()) {
      assertThatThrownBy(() -> endpoint.json(Call.of("GET", "/x").waiting(Duration.ofMillis(50))))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("nothing was heard");
      over.countDown();
    }
  }

  @Test
  void aConnectionBothWaysIsClosedInOneDirectionAndReadOnInTheOther() throws IOException {
    try (var engine =
            FakeEngine.start(
                folder,
                (request, in, out) -> {
                  if (request.endsWith("_ping")) {
                    FakeEngine.write(
                        out, "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n");
                    return;
                  }
                  FakeEngine.write(out, UPGRADED + "ready ");
                  out.write(in.readAllBytes());
                  throw new IOException("it is done");
                });
        var endpoint = engine.endpoint();
        DuplexStream stream = endpoint.hijack(Call.of("POST", "/containers/x/attach"))) {
      stream.output().write("to the end".getBytes(UTF_8));
      stream.closeOutput();

      assertThat(new String(stream.input().readAllBytes(), UTF_8)).isEqualTo("ready to the end");
    }
  }

  @Test
  void whoReadsSlowlyHoldsTheOtherSideBack() throws Exception {
    var written = new AtomicLong();
    try (var engine =
            FakeEngine.start(
                folder,
                (request, _, out) -> {
                  if (request.endsWith("_ping")) {
                    FakeEngine.write(
                        out, "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n");
                    return;
                  }
                  FakeEngine.write(out, UPGRADED);
                  byte[] piece = new byte[64 << 10];
                  for (int i = 0; i < 320; i++) {
                    out.write(piece);
                    written.addAndGet(piece.length);
                  }
                  throw new IOException("it is done");
                });
        var endpoint = engine.endpoint();
        DuplexStream stream = endpoint.hijack(Call.of("POST", "/x"))) {
      InputStream in = stream.input();
      assertThat(in.readNBytes(1 << 20)).hasSize(1 << 20);

      assertThat(written.get()).isLessThan(4 << 20);
      assertThat(in.readAllBytes()).hasSize((20 << 20) - (1 << 20));
    }
  }
}
