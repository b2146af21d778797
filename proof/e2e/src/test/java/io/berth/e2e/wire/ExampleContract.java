// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.plugin.RemoteBackend;
import io.berth.spi.Backend;
import io.berth.spi.EnvironmentContract;
import io.berth.spi.ExecutionContract;
import io.berth.spi.FilesContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every backend promises, of a plugin in `examples/plugins`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExampleContract {

  private static final String WORKFLOW =
      """
      on: push
      jobs:
        build:
          runs-on: ubuntu-latest
          steps:
            - run: echo "answer=$((6 * 7))" >> "$GITHUB_OUTPUT"
              id: sum
            - run: echo "the answer is ${{ steps.sum.outputs.answer }}"
            - run: exit 3
            - run: echo cleaned up
              if: failure()
      """;

  private final String language;
  private final List<RemoteBackend> connected = new ArrayList<>();

  private @Nullable ExamplePlugin plugin;

  ExampleContract(String language) {
    this.language = language;
  }

  @BeforeAll
  final void start(@TempDir Path work) throws IOException, InterruptedException {
    plugin = ExamplePlugin.start(ExamplePlugin.build(language), work);
  }

  @AfterAll
  final void stop() throws InterruptedException {
    connected.forEach(RemoteBackend::close);
    if (plugin != null) {
      plugin.stop();
    }
  }

  @Test
  @Timeout(60)
  void aWorkflowRunsInIt(@TempDir Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve(".forgejo/workflows"));
    Files.writeString(folder.resolve(".forgejo/workflows/ci.yml"), WORKFLOW);
    Path root = Path.of(System.getProperty("berth.root"));
    var builder =
        new ProcessBuilder(
                root.resolve("packaging/distribution/target/berth/bin/berth").toString(),
                "exec",
                "--backend",
                "plugin:" + ExamplePlugin.build(language))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile());
    builder.environment().remove("CI");
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

    int exit = builder.start().waitFor();

    assertThat(exit).as(Files.readString(folder.resolve("log.txt"))).isEqualTo(1);
    assertThat(folder.resolve("log.txt"))
        .content()
        .contains("the answer is 42", "Process completed with exit code 3.", "cleaned up");
  }

  private Backend connect() {
    if (plugin == null) {
      throw new IllegalStateException("the plugin was not started");
    }
    RemoteBackend backend = plugin.connect("contract");
    connected.add(backend);
    return backend;
  }

  @Nested
  class Executions extends ExecutionContract {
    @Override
    protected Backend backend() {
      return connect();
    }
  }

  @Nested
  class TheFiles extends FilesContract {
    @Override
    protected Backend backend() {
      return connect();
    }
  }

  @Nested
  class Environments extends EnvironmentContract {
    @Override
    protected Backend backend() {
      return connect();
    }
  }
}
