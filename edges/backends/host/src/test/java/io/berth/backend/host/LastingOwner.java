// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import io.berth.spi.Setting;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A process that owns an environment until it is killed: it starts a script, appends what it reads
/// to a file, and calls that durable.
final class LastingOwner {

  static final Owner OWNER = new Owner("recovery", 1, Map.of("job", "test"));
  static final String ID = "kept";
  static final ExecId STEP = new ExecId("step");

  private LastingOwner() {}

  /// @param arguments the work folder, the file to append to, the script, the seconds of the lease
  public static void main(String[] arguments) throws Exception {
    HostBackend backend = HostBackend.lasting(Path.of(arguments[0]), System.getenv());
    Environment environment =
        backend.create(
            new EnvironmentRequest(
                ID,
                OWNER,
                Setting.Section.EMPTY,
                JobPlan.commandsOnly("repo"),
                Duration.ofSeconds(Long.parseLong(arguments[3])),
                null));
    Execution execution =
        environment.start(
            new ExecSpec(
                STEP,
                List.of("sh", "-c", arguments[2]),
                environment.layout().env(),
                environment.layout().paths().workspace(),
                null));
    try (OutputStream log = new FileOutputStream(arguments[1], true)) {
      long end = 0;
      for (Chunk chunk = execution.read(0, 0); !chunk.isEnd(); chunk = execution.read(end, end)) {
        log.write(chunk.bytes());
        end = chunk.end();
      }
    }
  }
}
