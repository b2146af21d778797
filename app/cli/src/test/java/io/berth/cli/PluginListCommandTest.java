// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.plugin.PluginFacts;
import io.berth.spi.AccessMethod;
import io.berth.spi.Capabilities;
import io.berth.spi.Layer;
import io.berth.spi.Resources;
import io.berth.spi.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginListCommandTest {

  @TempDir Path folder;

  @Test
  void pluginsAreListedWithoutStartingOne() throws IOException {
    program("berth-backend-tart");
    program("berth-backend-boats");
    program("berth-backend-.Strange \"name\u001b[31m");
    Files.writeString(folder.resolve("plugins/berth-backend-note.txt"), "no program");
    configure(
        """
        backends:
          tart: { connect: { exec: [plugins/berth-backend-tart, --quiet] } }
          lost: { connect: { exec: [no/such/program] } }
          boats: { connect: { exec: [berth-no-such-program] } }
        """);

    Called text = berth("plugin", "list");
    Called json = berth("plugin", "list", "--json");

    Golden.check("plugin-list.txt", shown(text));
    Golden.check("plugin-list.json", shown(json));
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void whereNothingIsConfiguredThatIsSaid() throws IOException {
    Files.createDirectory(folder.resolve("plugins"));
    configure("{}");

    assertThat(shown(berth("plugin", "list")))
        .isEqualTo("no plugin is configured in FOLDER/berth.yaml\n");
  }

  @Test
  void aNameThatIsNotConfiguredIsNotRun() throws IOException {
    configure("backends: { farm: { connect: { exec: [x] } } }");

    Called called = berth("plugin", "info", "farn");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err())
        .contains("there is no backend `farn` in the configuration")
        .contains("farm");
  }

  @Test
  void whatAPluginSaysOfItselfIsShown() throws IOException {
    var report =
        new FactsReport(
            new PluginFacts(
                new PluginFacts.Identity(
                    "boats\u001b[31m",
                    "1.2",
                    "i-1",
                    "berth.backend.v1beta1",
                    List.of("files.link")),
                new PluginFacts.Condition(PluginFacts.State.DEGRADED, "the disk is nearly full"),
                new Capabilities(
                    Map.of(Layer.SERVICE, Layer.Realisation.AT_CREATE),
                    Capabilities.Isolation.CONTAINER,
                    Capabilities.Recovery.LIST,
                    Set.of(Signal.KILL, Signal.TERMINATE),
                    Set.of(AccessMethod.Kind.DOCKER),
                    Map.of(Resources.Kind.CPU, Capabilities.Sizing.LIMIT),
                    new Capabilities.Limits(10, 0, 1, 4 << 20, 1500, Duration.ofHours(2))),
                new PluginFacts.Schemas("", "{\"properties\":{\"image\":{},\"size\":{}}}")),
            "unix:///run/boats.sock");

    Golden.check("plugin-info.txt", report.text());
    Golden.check("plugin-info.json", report.json());
  }

  private void program(String name) throws IOException {
    Path program = folder.resolve("plugins").resolve(name);
    Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(program, "#!/bin/sh\ntouch '" + folder.resolve("ran") + "'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private void configure(String text) throws IOException {
    Files.writeString(folder.resolve("berth.yaml"), text);
  }

  private Called berth(String... line) {
    return Called.with(
        folder,
        Map.of(
            "LANG", "C.UTF-8",
            "HOME", folder.toString(),
            "PATH", "/usr/bin:/bin",
            "BERTH_CONFIG", "berth.yaml",
            "BERTH_PLUGIN_PATH", "plugins"),
        "",
        line);
  }

  private String shown(Called called) {
    assertThat(called.code()).as(called.err()).isZero();
    return called.out().replace(folder.toString(), "FOLDER");
  }
}
