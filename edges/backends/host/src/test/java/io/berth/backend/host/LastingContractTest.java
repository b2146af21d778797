// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.Backend;
import io.berth.spi.EnvironmentContract;
import io.berth.spi.ExecutionContract;
import io.berth.spi.FilesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class LastingContractTest {

  @TempDir Path work;

  @Nested
  class Executions extends ExecutionContract {
    @Override
    protected Backend backend() {
      return host();
    }
  }

  @Nested
  class Files extends FilesContract {
    @Override
    protected Backend backend() {
      return host();
    }
  }

  @Nested
  class Environments extends EnvironmentContract {
    @Override
    protected Backend backend() {
      return host();
    }
  }

  private Backend host() {
    return HostBackend.lasting(work.resolve("work"), System.getenv());
  }
}
