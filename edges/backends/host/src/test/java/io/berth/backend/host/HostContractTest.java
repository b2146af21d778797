// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.LiftedBackend;
import io.berth.kit.Threads;
import io.berth.spi.Backend;
import io.berth.spi.EnvironmentContract;
import io.berth.spi.ExecutionContract;
import io.berth.spi.FilesContract;
import io.berth.spi.LifeContract;
import io.berth.spi.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class HostContractTest {

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

  @Nested
  class Lives extends LifeContract {
    private final ManualClock clock = new ManualClock();
    private @Nullable HostBackend made;

    @Override
    protected Backend backend() {
      made =
          new HostBackend(
              work.resolve("work"),
              System.getenv(),
              new LiftedBackend.Surroundings(clock, Threads.virtual()));
      return made;
    }

    @Override
    protected boolean letPass(Duration time) {
      clock.pass(time);
      Objects.requireNonNull(made).sweep();
      return true;
    }
  }

  private Backend host() {
    return new HostBackend(work.resolve("work"), System.getenv());
  }
}
