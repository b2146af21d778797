// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

  @ParameterizedTest
  @CsvSource({
    "node, docker.io/library/node:latest",
    "node:22, docker.io/library/node:22",
    "owner/name, docker.io/owner/name:latest",
    "index.docker.io/node, docker.io/library/node:latest",
    "ghcr.io/o/n:1.2-x_Y, ghcr.io/o/n:1.2-x_Y",
    "localhost/x, localhost/x:latest",
    "localhost:5000/x/y:z, localhost:5000/x/y:z",
    "reg.example:5000/x, reg.example:5000/x:latest",
  })
  void aNameIsMadeWhole(String written, String whole) {
    assertThat(ImageName.read(written).orElseThrow()).hasToString(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-rm"})
  void aDigestStandsWithOrWithoutATag(String suffix) {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);

    assertThat(ImageName.read("node@" + digest).orElseThrow())
        .isEqualTo(new ImageName("docker.io", "library/node", "", digest));
    assertThat(ImageName.read("node:22" + suffix + "@" + digest).orElseThrow())
        .isEqualTo(new ImageName("docker.io", "library/node", "22" + suffix, digest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "Node",
        "node:",
        "a//b",
        "/a",
        "a/",
        "../a",
        "a/../b",
        "a b",
        "node@sha256:1",
        "node@md5:00",
        "a:5000:1/x",
        "-x",
        "x.y:port/z",
        "node?x=1",
        "node%2f",
        "a..b/c",
        ".a/b"
      })
  void noImageIsCalledSo(String written) {
    assertThat(ImageName.read(written)).isEmpty();
  }
}
