// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("berth.root"), "app/cli/src/test/golden/configuration");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"no-yaml", "no-mapping", "backends", "connect"})
  void allThatIsWrongIsToldAtOnceWithItsPlace(String name) throws IOException {
    Files.copy(GOLDEN.resolve(name + ".yaml"), folder.resolve("berth.yaml"));

    Called called =
        Called.with(
            folder, Map.of("BERTH_CONFIG", "berth.yaml"), "", "plugin", "verify", "--connect", "x");

    Golden.check("configuration/" + name + ".txt", shown(called));
  }

  @Test
  void whatTheServedBackendDoesNotTakeIsToldWithItsPlace() throws IOException {
    Files.writeString(
        folder.resolve("host.yaml"), "work-folder: here\nlongest-lease: 1s\nworkfolder: /there\n");

    Golden.check("configuration/served.txt", shown(serve("host.yaml")));
  }

  @Test
  void settingsInJsonAreReadToo() throws IOException {
    Files.writeString(
        folder.resolve("host.json"), "{\n\t\"recovery\": \"never\",\n\t\"work-folder\": null\n}\n");

    assertThat(shown(serve("host.json")))
        .contains("`recovery` is neither `none` nor `exec`")
        .contains("--> host.json:2:2\n")
        .doesNotContain("work-folder");
  }

  private Called serve(String file) {
    return Called.with(
        folder,
        Map.of(),
        "",
        "plugin",
        "serve",
        "host",
        "--address",
        "unix:///x",
        "--config",
        file);
  }

  private String shown(Called called) {
    assertThat(called.code()).isEqualTo(2);
    return called.err().replace(folder.toString(), "<folder>");
  }
}
