// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.plugin.PluginAddress;
import io.berth.plugin.RemoteBackend;
import io.berth.sdk.PluginServer;
import io.berth.sdk.ServerAddress;
import io.berth.spi.Capabilities;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a command when its plugin is started anew, by what the plugin finds again.
@Timeout(60)
class RecoveryIT {

  private static final Owner OWNER = new Owner("recovery", 0, Map.of());

  @TempDir Path folder;
  private @Nullable PluginServer server;
  private @Nullable TestBackendFactory factory;
  private @Nullable RemoteBackend backend;

  @AfterEach
  void end() {
    if (backend != null) {
      backend.remove("job", OWNER);
      backend.close();
    }
    stop();
  }

  private void stop() {
    if (server != null && factory != null) {
      server.close();
      factory.close();
    }
  }

  @Test
  void whatWentOnIsReadOn() throws Exception {
    Environment environment = environment(Capabilities.Recovery.EXEC);
    Execution running = start(environment, "run", "echo one; sleep 0.5; echo two");
    assertThat(running.read(0, 0).bytes()).isEqualTo("one\n".getBytes(UTF_8));

    serve(Capabilities.Recovery.EXEC);

    assertThat(running.read(4, 4).bytes()).isEqualTo("two\n".getBytes(UTF_8));
    assertThat(running.outcome()).isEqualTo(new ExecOutcome.Exited(0));
  }

  @Test
  void aCommandIsLostWhereOnlyTheEnvironmentIsFoundAgain() throws Exception {
    Environment environment = environment(Capabilities.Recovery.ENVIRONMENT);
    Execution running = start(environment, "run", "echo one; exec sleep 30");
    Chunk first = running.read(0, 0);

    serve(Capabilities.Recovery.ENVIRONMENT);

    assertThat(running.read(first.end(), first.end()).isEnd()).isTrue();
    assertThat(running.outcome())
        .isInstanceOfSatisfying(
            ExecOutcome.ExecutionLost.class,
            lost ->
                assertThat(lost.error().problem())
                    .isEqualTo(
                        "backend `test` was started anew while command `run` ran, and does not"
                            + " know it any more"));
    assertThat(start(environment, "next", "exit 7").outcome()).isEqualTo(new ExecOutcome.Exited(7));
  }

  /// Whether the plugin started it before it died cannot be known.
  @Test
  void aCommandIsNotStartedTwiceWhereOnlyTheEnvironmentIsFoundAgain() throws Exception {
    Environment environment = environment(Capabilities.Recovery.ENVIRONMENT);

    serve(Capabilities.Recovery.ENVIRONMENT);
    Execution lost = start(environment, "run", "touch started");

    assertThat(lost.read(0, 0).isEnd()).isTrue();
    assertThat(lost.outcome()).isInstanceOf(ExecOutcome.ExecutionLost.class);
    assertThat(environment.executions()).isEmpty();
  }

  @Test
  void theEnvironmentIsLostWhereItIsOnlyListed() throws Exception {
    Environment environment = environment(Capabilities.Recovery.LIST);
    Execution running = start(environment, "run", "exec sleep 30");

    RemoteBackend again = serve(Capabilities.Recovery.LIST);

    assertThat(running.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
    assertThat(again.list("recovery")).hasSize(1);
    assertThatThrownBy(() -> start(environment, "next", "true")).isInstanceOf(BerthException.class);
    environment.remove();
    assertThat(again.list("recovery")).isEmpty();
  }

  @Test
  void theEnvironmentIsLostWhereNothingIsFoundAgain() throws Exception {
    Environment environment = environment(Capabilities.Recovery.NONE);
    Execution running = start(environment, "run", "exec sleep 30");

    RemoteBackend again = serve(Capabilities.Recovery.NONE);

    assertThat(running.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
    assertThat(again.list("recovery")).isEmpty();
  }

  @Test
  void aCommandWhoseOutputCannotBeReadToItsEndHasNotSucceeded() throws Exception {
    Environment environment = environment(Capabilities.Recovery.NONE);
    Execution ended = start(environment, "run", "echo one");
    assertThat(ended.outcome()).isEqualTo(new ExecOutcome.Exited(0));

    serve(Capabilities.Recovery.NONE);

    assertThat(ended.read(0, 0).isEnd()).isTrue();
    assertThat(ended.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
  }

  private Environment environment(Capabilities.Recovery recovery) throws Exception {
    return serve(recovery)
        .create(EnvironmentRequest.of("job", OWNER, JobPlan.commandsOnly("repo")));
  }

  /// Serves a plugin that knows nothing but what is on the platform.
  private RemoteBackend serve(Capabilities.Recovery recovery) throws IOException {
    stop();
    factory = new TestBackendFactory(folder.resolve("work"), System.getenv(), "", recovery);
    var address = new ServerAddress.Unix(folder.resolve("s/p.sock"), null);
    server = PluginServer.start(factory, address, "test");
    RemoteBackend known = backend;
    if (known == null) {
      known =
          RemoteBackend.connect(
              PluginAddress.parse(server.address()),
              null,
              new RemoteBackend.Settled(
                  "test", "recovery", Setting.Section.EMPTY, Duration.ofSeconds(10)));
      backend = known;
    }
    return known;
  }

  private static Execution start(Environment environment, String id, String script) {
    return environment.start(
        new ExecSpec(
            new ExecId(id),
            List.of("sh", "-c", script),
            environment.layout().env(),
            environment.layout().paths().workspace(),
            null));
  }
}
