// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemoteUrlTest {

  @Test
  void everyFormOfAUrlNamesServerAndRepository() {
    var expected = new RemoteUrl("https://code.example.org", "own/name");

    assertThat(RemoteUrl.of("https://code.example.org/own/name.git")).isEqualTo(expected);
    assertThat(RemoteUrl.of("https://user:pw@code.example.org/own/name/")).isEqualTo(expected);
    assertThat(RemoteUrl.of("git@code.example.org:own/name.git")).isEqualTo(expected);
    assertThat(RemoteUrl.of("ssh://git@code.example.org:2222/own/name")).isEqualTo(expected);
    assertThat(RemoteUrl.of("http://code.example.org:3000/sub/own/name"))
        .isEqualTo(new RemoteUrl("http://code.example.org:3000", "own/name"));
  }

  @Test
  void aFolderIsNoServer() {
    assertThat(RemoteUrl.of("/srv/git/name.git")).isEqualTo(new RemoteUrl("", ""));
    assertThat(RemoteUrl.of("file:///srv/git/name.git")).isEqualTo(new RemoteUrl("", ""));
    assertThat(RemoteUrl.of("")).isEqualTo(new RemoteUrl("", ""));
  }
}
