// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.backend.host.HostBackend;
import io.berth.kit.LiftedBackend;
import io.berth.kit.Threads;
import io.berth.plugin.PluginAddress;
import io.berth.plugin.RemoteBackend;
import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentContract;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.ExecutionContract;
import io.berth.spi.FileContent;
import io.berth.spi.FileWrite;
import io.berth.spi.FilesContract;
import io.berth.spi.JobPlan;
import io.berth.spi.LifeContract;
import io.berth.spi.ManualClock;
import io.berth.spi.Owner;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One contract, two carriers: what the host does in process it does over a socket.
class WireContractIT {

  @TempDir Path work;
  private final ManualClock clock = new ManualClock();
  private final List<HostBackend> made = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @Nested
  class Executions extends ExecutionContract {
    @Override
    protected Backend backend() throws IOException {
      return served();
    }
  }

  @Nested
  class Files extends FilesContract {
    @Override
    protected Backend backend() throws IOException {
      return served();
    }
  }

  @Nested
  class Lives extends LifeContract {
    @Override
    protected Backend backend() throws IOException {
      return served();
    }

    @Override
    protected boolean letPass(Duration time) {
      clock.pass(time);
      made.forEach(HostBackend::sweep);
      return true;
    }
  }

  @Nested
  class Environments extends EnvironmentContract {
    @Override
    protected Backend backend() throws IOException {
      return served();
    }
  }

  @Test
  @Timeout(60)
  void readersThatStandStillHoldUpNobody() throws Exception {
    Environment environment =
        served()
            .create(
                EnvironmentRequest.of(
                    "crowd", new Owner("contract", 1, Map.of()), JobPlan.commandsOnly("repo")));
    for (int i = 0; i < 20; i++) {
      assertThat(zeros(environment, "still-" + i, 3 << 20).read(0, 0).isEnd()).isFalse();
    }
    for (int i = 0; i < 40; i++) {
      Execution execution = zeros(environment, "moving-" + i, 6 << 20);
      long end = 0;
      for (Chunk chunk = execution.read(0, 0); !chunk.isEnd(); chunk = execution.read(end, end)) {
        end = chunk.end();
      }
      assertThat(end).isEqualTo(6 << 20);
    }
    environment.remove();
  }

  @Test
  @Timeout(60)
  void filesThatNoMessageHoldsAreWrittenAndReadAsOthers() throws Exception {
    Environment environment =
        served()
            .create(
                EnvironmentRequest.of(
                    "large", new Owner("contract", 1, Map.of()), JobPlan.commandsOnly("repo")));
    String temp = environment.layout().paths().temp();
    byte[] content = new byte[(5 << 20) + 17];
    new Random(4).nextBytes(content);

    environment.writeFiles(
        List.of(
            new FileWrite(temp + "/new/small", new byte[] {1}, false),
            new FileWrite(temp + "/new/large", content, true)));
    List<FileContent> read =
        environment.readFiles(List.of(temp + "/new/small", temp + "/new/large"), 64 << 20);
    byte[] start =
        environment.readFiles(List.of(temp + "/new/large"), 3 << 20).getFirst().content();

    assertThat(read.get(0).content()).containsExactly(1);
    assertThat(read.get(1).content()).isEqualTo(content);
    assertThat(start).isEqualTo(Arrays.copyOf(content, 3 << 20));
    assertThat(Path.of(temp, "new/large")).isExecutable();
    environment.remove();
  }

  private static Execution zeros(Environment environment, String id, int size) {
    return environment.start(
        new ExecSpec(
            new ExecId(id),
            List.of("head", "-c", Integer.toString(size), "/dev/zero"),
            environment.layout().env(),
            environment.layout().paths().workspace(),
            null));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private Backend served() throws IOException {
    Path folder = work.resolve("work");
    var factory =
        new BackendFactory() {
          @Override
          public String id() {
            return "host";
          }

          @Override
          public Backend create(Setting.Section configuration) {
            var host =
                new HostBackend(
                    folder,
                    System.getenv(),
                    new LiftedBackend.Surroundings(clock, Threads.virtual()));
            made.add(host);
            return host;
          }
        };
    Path socket = work.resolve("s").resolve("b.sock");
    var server = PluginServer.start(factory, new ServerAddress.Unix(socket, null), "test");
    opened.add(server);
    var backend =
        RemoteBackend.connect(
            PluginAddress.parse(server.address()),
            null,
            new RemoteBackend.Settled(
                "host", "contract", Setting.Section.EMPTY, Duration.ofSeconds(5)));
    opened.add(backend);
    return backend;
  }
}
