// SPDX-License-Identifier: Apache-2.0

import io.berth.kit.Janitor;
import io.berth.kit.LiftedBackend;
import io.berth.kit.Threads;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Gives every runner the one backend that there is. The kit adds to it what the protocol promises:
/// ids that can be repeated, leases, owners, output that is read again, small files.
final class FolderFactory implements BackendFactory, AutoCloseable {

  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final LiftedBackend lifted;
  private final Janitor janitor;

  FolderFactory(Path base) {
    lifted = new LiftedBackend(new FolderBackend(base), LiftedBackend.Surroundings.usual());
    janitor = Janitor.start(lifted, SWEEP, Threads.virtual(), Throwable::printStackTrace);
  }

  @Override
  public String id() {
    return "berth-backend-example";
  }

  @Override
  public Backend create(Setting.Section configuration) {
    List<BerthError> unknown =
        configuration.entries().keySet().stream()
            .map(key -> "`" + key + "` is not known")
            .map(problem -> BerthError.of(ErrorCode.CONFIGURATION_INVALID, problem, "remove it"))
            .toList();
    if (!unknown.isEmpty()) {
      throw new BerthException(unknown, null);
    }
    return lifted;
  }

  @Override
  public void close() {
    janitor.close();
    lifted.close();
  }
}
