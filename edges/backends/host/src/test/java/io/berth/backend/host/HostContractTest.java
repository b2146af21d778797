// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.Backend;
import io.berth.spi.EnvironmentContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class HostContractTest extends EnvironmentContract {

  @TempDir Path work;

  @Override
  protected Backend backend() {
    return new HostBackend(work.resolve("work"), System.getenv());
  }
}
