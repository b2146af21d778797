// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

  @Test
  void aSocketWithoutACertificateIsRead() {
    assertThat(Handshake.parse("1|1|unix|/run/p.sock|grpc|\n"))
        .isEqualTo(new Handshake(new PluginAddress.Unix(Path.of("/run/p.sock")), ""));
  }

  @Test
  void aPortWithACertificateIsRead() {
    String certificate = "A".repeat(400);

    assertThat(Handshake.parse("1|1|tcp|127.0.0.1:4000|grpc|" + certificate))
        .isEqualTo(new Handshake(new PluginAddress.Loopback(4000), certificate));
  }

  @Test
  void aShortCertificateCountsAsNone() {
    assertThat(Handshake.parse("1|1|unix|/p|grpc|short").certificate()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "1|1|unix",
        "1|1|unix|/p",
        "1|1|unix|/p|netrpc|",
        "2|1|unix|/p|grpc|",
        "1|2|unix|/p|grpc|",
        "1|1|unix|relative|grpc|",
        "1|1|tcp|192.0.2.1:80|grpc|",
        "1|1|tcp|127.0.0.1:0|grpc|",
        "1|1|udp|/p|grpc|"
      })
  void anotherLineIsRefusedAndShown(String line) {
    assertThatThrownBy(() -> Handshake.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("`" + line + "` is no line to connect by: ");
  }
}
