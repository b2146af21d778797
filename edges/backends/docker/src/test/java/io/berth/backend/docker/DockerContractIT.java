// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.kit.LiftedBackend;
import io.berth.kit.Threads;
import io.berth.spi.Backend;
import io.berth.spi.EnvironmentContract;
import io.berth.spi.ExecutionContract;
import io.berth.spi.FilesContract;
import io.berth.spi.LifeContract;
import io.berth.spi.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/// The contract in containers of a real engine.
class DockerContractIT {

  private final List<Backend> made = new ArrayList<>();

  @BeforeAll
  static void anEngineIsThere() {
    TestEngine.address();
  }

  private LiftedBackend docker(LiftedBackend.Surroundings surroundings) {
    LiftedBackend backend = TestEngine.backend(surroundings);
    made.add(backend);
    return backend;
  }

  private Backend docker() {
    return docker(LiftedBackend.Surroundings.usual());
  }

  @AfterEach
  void closeAll() {
    made.forEach(Backend::close);
  }

  @Nested
  class Executions extends ExecutionContract {
    @Override
    protected Backend backend() {
      return docker();
    }
  }

  @Nested
  class Files extends FilesContract {
    @Override
    protected Backend backend() {
      return docker();
    }
  }

  @Nested
  class Environments extends EnvironmentContract {
    @Override
    protected Backend backend() {
      return docker();
    }
  }

  @Nested
  class Lives extends LifeContract {
    private final ManualClock clock = new ManualClock();
    private @Nullable LiftedBackend ours;

    @Override
    protected Backend backend() {
      ours = docker(new LiftedBackend.Surroundings(clock, Threads.virtual()));
      return ours;
    }

    @Override
    protected boolean letPass(Duration time) {
      clock.pass(time);
      Objects.requireNonNull(ours).sweep();
      return true;
    }
  }
}
