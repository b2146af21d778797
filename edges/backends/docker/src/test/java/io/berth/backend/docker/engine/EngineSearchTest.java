// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSearchTest {

  /// The name of the folder is the SHA-256 of `far`.
  private static final String FAR =
      "512eea46ceb3921dff4363c7069d89d4964d1d9fccaa0f411851a7aa60a5c868";

  @TempDir Path home;

  private List<String> places(Map<String, String> variables) {
    return new EngineSearch(variables, home)
        .places(null).stream().map(place -> place.address().toString()).toList();
  }

  @Test
  void withoutAWordTheSocketsOfTheUserComeBeforeThoseOfTheSystem() {
    assertThat(places(Map.of("XDG_RUNTIME_DIR", "/run/user/7", "HOME", home.toString())))
        .containsExactly(
            "unix:///run/user/7/docker.sock",
            "unix:///run/user/7/podman/podman.sock",
            "unix://" + home + "/var/run/docker.sock",
            "unix://" + home + "/run/podman/podman.sock");
  }

  @Test
  void whatIsNamedIsTheOnlyOne() {
    assertThat(places(Map.of("DOCKER_HOST", "ssh://me@far:23", "HOME", home.toString())))
        .containsExactly("ssh://me@far:23");
    assertThat(new EngineSearch(Map.of("DOCKER_HOST", "tcp://other"), home).places("/x/y.sock"))
        .containsExactly(
            new EngineSearch.Place(
                "the configuration", new EngineAddress.Unix(Path.of("/x/y.sock"))));
  }

  @Test
  void certificatesMakeTlsOfTcp() {
    assertThat(
            places(
                Map.of(
                    "DOCKER_HOST",
                    "tcp://far",
                    "DOCKER_TLS_VERIFY",
                    "1",
                    "DOCKER_CERT_PATH",
                    "/c")))
        .containsExactly("tcp://far:2376 (TLS)");
    assertThat(places(Map.of("DOCKER_HOST", "tcp://far"))).containsExactly("tcp://far:2375");
  }

  @Test
  void theContextThatDockerUsesCounts() throws IOException {
    Path folder = home.resolve(".docker/contexts/meta/" + FAR);
    Files.createDirectories(folder);
    Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\": \"far\"}");
    Files.writeString(
        folder.resolve("meta.json"),
        "{\"Name\":\"far\",\"Endpoints\":{\"docker\":{\"Host\":\"tcp://far:1\"}}}");

    assertThat(places(Map.of("HOME", home.toString()))).containsExactly("tcp://far:1");
  }

  @Test
  void allThatWasTriedIsTold() {
    var search =
        new EngineSearch(Map.of("XDG_RUNTIME_DIR", home.toString(), "HOME", "/none"), home);

    assertThatThrownBy(() -> search.find(null))
        .isInstanceOf(BerthException.class)
        .hasMessageContaining("no engine of Docker or Podman answers")
        .hasMessageContaining(home + "/docker.sock: there is no such socket")
        .hasMessageContaining("/var/run/docker.sock: there is no such socket");
  }

  @Test
  void theFirstThatAnswersIsTaken() throws IOException {
    try (var engine = FakeEngine.speaking(home, "1.41", "");
        var found =
            new EngineSearch(Map.of("DOCKER_HOST", "unix://" + home + "/engine.sock")).find(null)) {
      assertThat(found.api()).hasToString("1.41");
      assertThat(engine.asked()).containsExactly("GET /_ping");
    }
  }

  @Test
  void whatIsNoAddressIsSaidToBeNone() {
    for (String wrong :
        List.of("unix://relative", "ftp://x", "tcp://", "ssh://-oProxyCommand=x", "https://x")) {
      assertThatThrownBy(() -> places(Map.of("DOCKER_HOST", wrong)))
          .as(wrong)
          .isInstanceOf(BerthException.class)
          .hasMessageContaining("DOCKER_HOST names no engine");
    }
  }
}
