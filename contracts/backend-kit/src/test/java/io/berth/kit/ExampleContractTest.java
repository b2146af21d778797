// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.Backend;
import io.berth.spi.EnvironmentContract;
import io.berth.spi.ExecutionContract;
import io.berth.spi.FilesContract;
import io.berth.spi.LifeContract;
import io.berth.spi.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

  @Nested
  class Lives extends LifeContract {
    private final ManualClock clock = new ManualClock();
    private @Nullable LiftedBackend made;

    @Override
    protected Backend backend() {
      made = lifted(clock);
      return made;
    }

    @Override
    protected boolean letPass(Duration time) {
      clock.pass(time);
      Objects.requireNonNull(made).sweep();
      return true;
    }
  }

  private Backend lifted() {
    return lifted(InstantSource.system());
  }

  private LiftedBackend lifted(InstantSource clock) {
    return new LiftedBackend(
        new ExampleBackend(folder.resolve("work")),
        new LiftedBackend.Surroundings(clock, Threads.virtual()));
  }
}
