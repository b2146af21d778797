// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.plugin.PluginAddress;
import io.berth.plugin.RemoteBackend;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import io.berth.spi.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A runner that does its work, one command after the other, whatever others do meanwhile.
final class HonestRunner implements AutoCloseable {

  private static final Owner OWNER = new Owner("honest", 1, Map.of());

  private final RemoteBackend backend;
  private final Environment environment;
  private final CompletableFuture<Integer> done = new CompletableFuture<>();
  private volatile boolean enough;

  HonestRunner(String address, @Nullable String token) throws InterruptedException {
    backend =
        RemoteBackend.connect(
            PluginAddress.parse(address),
            token,
            new RemoteBackend.Settled(
                "host", OWNER.runner(), Setting.Section.EMPTY, Duration.ofSeconds(5)));
    environment =
        backend.create(EnvironmentRequest.of("honest", OWNER, JobPlan.commandsOnly("repo")));
    Thread.ofVirtual().name("honest").start(this::work);
  }

  private void work() {
    try {
      int commands = 0;
      while (!enough) {
        run("c" + commands++);
      }
      done.complete(commands);
    } catch (InterruptedException | RuntimeException | AssertionError e) {
      done.completeExceptionally(e);
    }
  }

  private void run(String id) throws InterruptedException {
    Execution execution =
        environment.start(
            new ExecSpec(
                new ExecId(id),
                List.of("sh", "-c", "echo on"),
                environment.layout().env(),
                environment.layout().paths().workspace(),
                null));
    assertThat(new String(execution.read(0, 0).bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("on\n");
    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(0));
    environment.forget(execution.id());
  }

  /// Wants all of its work to have succeeded, and some to be done after this was asked.
  void finish()
      throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    enough = true;
    assertThat(done.get(30, TimeUnit.SECONDS)).isPositive();
    run("last");
  }

  @Override
  public void close() {
    enough = true;
    backend.remove("honest", OWNER);
    backend.close();
  }
}
