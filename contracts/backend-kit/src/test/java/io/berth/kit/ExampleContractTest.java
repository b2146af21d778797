// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.Backend;
import io.berth.spi.EnvironmentContract;
import io.berth.spi.ExecutionContract;
import io.berth.spi.FilesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// What the kit makes of the least backend keeps the whole contract.
class ExampleContractTest {

  @TempDir Path folder;

  @Nested
  class Executing extends ExecutionContract {
    @Override
    protected Backend backend() {
      return lifted();
    }
  }

  @Nested
  class Files extends FilesContract {
    @Override
    protected Backend backend() {
      return lifted();
    }
  }

  @Nested
  class Environments extends EnvironmentContract {
    @Override
    protected Backend backend() {
      return lifted();
    }
  }

  private Backend lifted() {
    return new LiftedBackend(
        new ExampleBackend(folder.resolve("work")), LiftedBackend.Surroundings.usual());
  }
}
