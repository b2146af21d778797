// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import io.berth.plugin.RemoteBackend;
import io.berth.spi.Backend;
import io.berth.spi.EnvironmentContract;
import io.berth.spi.ExecutionContract;
import io.berth.spi.FilesContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What every backend promises, of a plugin in `examples/plugins`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExampleContract {

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
  class Files extends FilesContract {
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
