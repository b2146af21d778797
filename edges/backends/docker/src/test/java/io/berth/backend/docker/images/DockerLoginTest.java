// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.RegistryCredential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerLoginTest {

  @TempDir Path folder;

  private DockerLogin login = new DockerLogin(Path.of("/"), Map.of());

  @BeforeEach
  void inTheFolder() {
    login =
        DockerLogin.of(
            Map.of("DOCKER_CONFIG", folder.toString(), "PATH", folder + ":/usr/bin:/bin"));
  }

  @Test
  void withoutAFileNobodyLoggedIn() throws IOException, InterruptedException {
    assertThat(login.credential("docker.io")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://index.docker.io/v1/, docker.io",
    "docker.io, docker.io",
    "reg.example:5000, reg.example:5000",
    "https://reg.example, reg.example",
  })
  void whatIsWrittenIsFoundUnderItsKey(String key, String registry)
      throws IOException, InterruptedException {
    String auth = Base64.getEncoder().encodeToString("me:pa:ss".getBytes(StandardCharsets.UTF_8));
    config("{\"auths\":{\"" + key + "\":{\"auth\":\"" + auth + "\"}}}");

    assertThat(login.credential(registry))
        .contains(
            new RegistryCredential(registry.equals("docker.io") ? "" : registry, "me", "pa:ss"));
    assertThat(login.credential("other.example")).isEmpty();
  }

  @Test
  void whatCannotBeReadIsToldWithoutIt() throws IOException {
    config("{\"auths\":{\"r.example\":{\"auth\":\"aHVudGVyMg==\"}}}");

    assertThatThrownBy(() -> login.credential("r.example"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("r.example")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aKeeperIsNoPath() throws IOException {
    config("{\"credsStore\":\"../x\"}");

    assertThatThrownBy(() -> login.credential("r.example"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("`../x`");
  }

  @Test
  void aKeeperIsAskedOnItsStandardInput() throws IOException, InterruptedException {
    keeper("read -r s || :; echo \"{\\\"Username\\\":\\\"me\\\",\\\"Secret\\\":\\\"$s\\\"}\"");

    assertThat(login.credential("r.example"))
        .contains(new RegistryCredential("r.example", "me", "r.example"));
  }

  @Test
  void aKeeperThatHasNothingIsNoFailure() throws IOException, InterruptedException {
    keeper("echo credentials not found in native keychain; exit 1");

    assertThat(login.credential("r.example")).isEmpty();
  }

  @Test
  void aKeeperThatFailsOrIsMissingIsTold() throws IOException {
    keeper("exit 3");
    assertThatThrownBy(() -> login.credential("r.example")).hasMessageContaining("status 3");

    config("{\"credsStore\":\"gone\"}");
    assertThatThrownBy(() -> login.credential("r.example"))
        .hasMessageContaining("no `docker-credential-gone` in PATH");
  }

  private void keeper(String script) throws IOException {
    config("{\"credHelpers\":{\"r.example\":\"test\"}}");
    Path program = folder.resolve("docker-credential-test");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private void config(String text) throws IOException {
    Files.writeString(folder.resolve("config.json"), text);
  }
}
