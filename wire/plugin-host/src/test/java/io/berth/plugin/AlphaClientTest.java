// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.spi.Backend;
import io.berth.spi.Chunk;
import io.berth.spi.ContainerSpec;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.FileWrite;
import io.berth.spi.JobPlan;
import io.berth.spi.KillSequence;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Resources;
import io.berth.spi.Setting;
import io.berth.spi.Signal;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AlphaClientTest {

  private static final Owner OWNER = new Owner("exec", 0, Map.of());

  @TempDir Path root;
  private AlphaPlugin plugin;
  private Server server;
  private Backend backend;

  @BeforeEach
  void serve() throws Exception {
    plugin = new AlphaPlugin(root);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .addService(plugin)
            .build()
            .start();
    backend = connect(Setting.Section.EMPTY);
  }

  private Backend connect(Setting.Section settings) throws InterruptedException {
    return AlphaClient.connect(
        "old",
        Endpoint.open(new PluginAddress.Loopback(server.getPort()), null),
        AlphaSettings.of("old", settings),
        Duration.ofSeconds(5));
  }

  @AfterEach
  void close() {
    backend.close();
    server.shutdownNow();
  }

  private Environment environment() throws InterruptedException {
    return backend.create(EnvironmentRequest.of("job-1", OWNER, JobPlan.commandsOnly("repo")));
  }

  @Test
  void aCommandRunsWithItsVariablesAndItsStatusIsExact() throws Exception {
    Environment environment = environment();

    Execution execution = run(environment, "e1", "echo $FROM_IMAGE $PWD; exit 42");

    assertThat(text(execution)).isEqualTo("yes " + root + "/job-1/root/repo\n");
    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(42));
  }

  @Test
  void smallFilesGoInAndOutAndMissingOnesAreMissing() throws Exception {
    Environment environment = environment();
    String temp = environment.layout().paths().temp();

    environment.writeFiles(
        List.of(new FileWrite(temp + "/a/b.txt", "hello".getBytes(StandardCharsets.UTF_8), false)));
    var read = environment.readFiles(List.of(temp + "/a/b.txt", temp + "/none"), 100);

    assertThat(read.get(0).content()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    assertThat(read.get(1).content()).isNull();
    assertThat(environment.listFiles(temp, false, 10))
        .extracting(entry -> entry.path())
        .containsExactly("a", "a/b.txt");
    var tar = new ByteArrayOutputStream();
    environment.copyOut(temp + "/a", tar);
    assertThat(tar.toString(StandardCharsets.ISO_8859_1)).startsWith("b.txt").contains("hello");
  }

  @Test
  void cancellingKillsAndTheLogSaysSo() throws Exception {
    Environment environment = environment();
    Execution execution = run(environment, "e1", "trap '' INT TERM; echo on; sleep 600");
    assertThat(execution.read(0, 0).bytes()).asString(StandardCharsets.UTF_8).isEqualTo("on\n");

    execution.end(
        new KillSequence(
            List.of(
                new KillSequence.Step(Signal.INTERRUPT, Duration.ofHours(1)),
                new KillSequence.Step(Signal.KILL, Duration.ofSeconds(5)))));

    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Signalled(9));
    assertThat(text(execution)).contains("This plugin knows one signal: the command was killed.");
    assertThat(run(environment, "e2", "exit 0").outcome()).isEqualTo(new ExecOutcome.Exited(0));
  }

  @Test
  void neverTwoCallsAtOnceForOneEnvironment() throws Exception {
    Environment environment = environment();
    Execution first = run(environment, "e1", "echo on; sleep 600");
    assertThat(first.read(0, 0).isEnd()).isFalse();

    assertThatThrownBy(() -> run(environment, "e2", "echo no"))
        .isInstanceOf(BerthException.class)
        .hasMessageContaining("runs 1 commands already");
    assertThatThrownBy(() -> environment.readFiles(List.of("/etc/hostname"), 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("one call at a time");
    first.signal(Signal.KILL);
    assertThat(first.outcome()).isEqualTo(new ExecOutcome.Signalled(9));
    assertThat(plugin.mostAtOnce).hasValue(1);
  }

  @Test
  void aPluginThatGoesAwayIsALossAndNoSuccess() throws Exception {
    Environment environment = environment();
    Execution execution = run(environment, "e1", "echo on; sleep 600");
    assertThat(execution.read(0, 0).isEnd()).isFalse();

    server.shutdownNow();

    assertThat(execution.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
  }

  @Test
  void servicesAreRefusedUnlessTheAdministratorSaysThatThePluginHasThem() throws Exception {
    var service =
        new ContainerSpec(
            "c1", "db", "postgres", null, Map.of("A", "b"), "", List.of("5432"), List.of(), null);
    var plan = new JobPlan("repo", null, List.of(service), JobPlan.StepLayers.NONE, Resources.ANY);

    assertThat(backend.plan(plan)).isInstanceOf(PlanVerdict.Refused.class);

    backend.close();
    backend =
        connect(
            new Setting.Section(
                Map.of(
                    "services", new Setting.Flag(true),
                    "options", new Setting.Section(Map.of("pool", new Setting.Text("x"))),
                    "image", new Setting.Text("debian"))));
    assertThat(backend.plan(plan)).isInstanceOf(PlanVerdict.Accepted.class);
    backend.create(EnvironmentRequest.of("job-2", OWNER, plan)).remove();
    var request = plugin.created.getLast();
    assertThat(request.getImage()).isEqualTo("debian");
    assertThat(request.getBackendOptionsMap()).containsEntry("pool", "x");
    assertThat(request.getServices(0).getName()).isEqualTo("db");
    assertThat(plugin.removed).containsExactly("env-job-2");
  }

  @Test
  void everythingWrongInTheSettingsIsTold() {
    var wrong =
        new Setting.Section(
            Map.of("services", new Setting.Text("maybe"), "colour", new Setting.Text("red")));

    assertThatThrownBy(() -> connect(wrong))
        .isInstanceOfSatisfying(
            BerthException.class, failure -> assertThat(failure.errors()).hasSize(2));
  }

  private static Execution run(Environment environment, String id, String script) {
    return environment.start(
        new ExecSpec(
            new ExecId(id),
            List.of("/bin/sh", "-c", script),
            environment.layout().env(),
            environment.layout().paths().workspace(),
            null));
  }

  private static String text(Execution execution) throws InterruptedException {
    var all = new ByteArrayOutputStream();
    for (Chunk chunk = execution.read(0, 0); !chunk.isEnd(); ) {
      all.writeBytes(chunk.bytes());
      chunk = execution.read(chunk.end(), 0);
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
