// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionMirrorTest {

  @TempDir Path folder;

  @Test
  void aRepositoryIsMadeWithTheRefsThatAreAskedForAndTheRestIsNamed() throws Exception {
    Path greet = Files.createDirectories(folder.resolve("actions/acme/tools/greet"));
    Files.writeString(greet.resolve("action.yml"), "name: Greet\n");
    var mirror = new ActionMirror(folder.resolve("actions"), folder.resolve("forge"));

    var missing =
        mirror.serve(
            List.of(
                "bash",
                "remote-action:acme/tools/greet@v1",
                "remote-action:acme/tools/greet@main",
                "remote-action:acme/tools/gone@v1",
                "remote-action:acme/other@v1"));

    assertThat(missing)
        .containsExactly("remote-action:acme/tools/gone@v1", "remote-action:acme/other@v1");
    assertThat(folder.resolve("forge/acme/tools/.git/refs/tags/v1")).exists();
    assertThat(folder.resolve("forge/acme/tools/greet/action.yml")).exists();
  }
}
