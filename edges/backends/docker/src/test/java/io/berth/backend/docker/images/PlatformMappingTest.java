// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformMappingTest {

  @ParameterizedTest
  @CsvSource({
    "ubuntu-latest=node:22, ubuntu-latest, docker, node:22",
    "ubuntu-latest=docker://node:22, ubuntu-latest, docker, node:22",
    "ubuntu-latest=localhost:5000/a@sha256:0000000000000000000000000000000000000000000000000000000000000000, ubuntu-latest, docker, localhost:5000/a@sha256:0000000000000000000000000000000000000000000000000000000000000000",
    "ubuntu-latest=-self-hosted, ubuntu-latest, host, ''",
  })
  void anOptionMapsALabel(String text, String label, String backend, String argument) {
    assertThat(PlatformMapping.option(text))
        .contains(new PlatformMapping(label, backend, argument));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ubuntu-latest", "=node", "a=", "a=No de", "a=docker://"})
  void whatMapsNothingIsNotRead(String text) {
    assertThat(PlatformMapping.option(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu-latest:docker://node:22, ubuntu-latest, docker, node:22",
    "ubuntu-latest:docker:node:22, ubuntu-latest, docker, node:22",
    "ubuntu-latest, ubuntu-latest, docker, ''",
    "ubuntu-latest:docker, ubuntu-latest, docker, ''",
    "macos:host, macos, host, ''",
    "macos:host://-self-hosted, macos, host, -self-hosted",
    "box:lxc://debian:bookworm:k8s, box, lxc, debian:bookworm:k8s",
  })
  void aLabelOfARunnerIsRead(String text, String label, String backend, String argument) {
    assertThat(PlatformMapping.label(text)).contains(new PlatformMapping(label, backend, argument));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":docker://x", "a::b", "a:docker://No de"})
  void whatIsNoLabelIsNotRead(String text) {
    assertThat(PlatformMapping.label(text)).isEmpty();
  }
}
