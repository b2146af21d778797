// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.ConfigureRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentRequest;
import io.berth.protocol.v1beta1.CreateEnvironmentResponse;
import io.berth.protocol.v1beta1.Environment;
import io.berth.protocol.v1beta1.EnvironmentsGrpc;
import io.berth.protocol.v1beta1.ExecutionsGrpc;
import io.berth.protocol.v1beta1.GetEnvironmentRequest;
import io.berth.protocol.v1beta1.GetInfoRequest;
import io.berth.protocol.v1beta1.ListEnvironmentsRequest;
import io.berth.protocol.v1beta1.PlanRequest;
import io.berth.protocol.v1beta1.ReadRequest;
import io.berth.protocol.v1beta1.ReadResponse;
import io.berth.protocol.v1beta1.RemoveEnvironmentRequest;
import io.berth.protocol.v1beta1.Runner;
import io.berth.protocol.v1beta1.StartRequest;
import io.berth.protocol.v1beta1.WatchBackendRequest;
import io.berth.protocol.v1beta1.WatchBackendResponse;
import io.berth.sdk.tls.Curve;
import io.berth.sdk.tls.Identity;
import io.berth.sdk.tls.Trust;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Plans;
import io.berth.sdk.wire.Reason;
import io.berth.spi.JobPlan;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What only the wire has: who may call, sessions, frames, windows, sizes, and the end.
@Timeout(60)
class PluginServerTest {

  @TempDir Path folder;

  private PluginServer serve(ServerAddress address) throws IOException {
    return PluginServer.start(new PlainBackend.Factory(), address, "test");
  }

  private PluginServer told(List<String> log) throws IOException {
    return PluginServer.start(
        new PlainBackend.Factory(), socket(), "test", PluginServer.HEARTBEAT, log::add);
  }

  private ServerAddress.Unix socket() {
    return new ServerAddress.Unix(folder.resolve("s/b.sock"), null);
  }

  @Test
  void aSocketIsForItsOwnerAlone() throws Exception {
    try (var server = serve(socket());
        var calls = new Calls(server.address(), null)) {
      Path path = folder.resolve("s/b.sock");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
          .isEqualTo("rwx------");
      assertThat(health(calls.plain(), "")).isEqualTo(ServingStatus.SERVING);
      assertThatThrownBy(() -> serve(socket())).hasMessageContaining("is served already");
    }
    try (var names = Files.list(folder.resolve("s"))) {
      assertThat(names).isEmpty();
    }
  }

  @Test
  void aFolderThatOthersCanEnterIsRefused() throws Exception {
    Files.createDirectory(
        folder.resolve("s"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));

    assertThatThrownBy(() -> serve(socket()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("could be replaced or reached by others: run `chmod 700 ");
  }

  @Test
  void whatIsNoSocketIsLeftAlone() throws Exception {
    Path file = folder.resolve("s/b.sock");
    Files.createDirectory(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(file, "precious");

    assertThatThrownBy(() -> serve(socket())).hasMessageContaining("is no socket");
    assertThat(file).hasContent("precious");
  }

  @Test
  void withoutTheTokenOnlyHealthAnswers() throws Exception {
    try (var server = serve(new ServerAddress.Loopback(0, "secret"));
        var calls = new Calls(server.address(), null)) {
      assertThat(health(calls.plain(), "berth.backend.v1beta1.Backend"))
          .isEqualTo(ServingStatus.SERVING);
      refused(
          Reason.BAD_TOKEN,
          () ->
              HealthGrpc.newBlockingStub(calls.plain())
                  .watch(HealthCheckRequest.getDefaultInstance())
                  .next());
      refused(Reason.BAD_TOKEN, () -> info(calls.plain()));
      refused(Reason.BAD_TOKEN, () -> info(calls.with("authorization", "Bearer secre")));
      assertThat(info(calls.with("authorization", "Bearer secret"))).isEqualTo("plain");
    }
  }

  @Test
  void whatTheTransportRefusesIsToldInALine() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    try (var server = told(told);
        var raw =
            SocketChannel.open(
                UnixDomainSocketAddress.of(server.address().substring("unix://".length())))) {
      raw.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      while (raw.read(ByteBuffer.allocate(1000)) >= 0) {}
    }

    assertThat(told)
        .containsExactly("the transport refused a caller: Unexpected HTTP/1.x request: GET / ");
  }

  @Test
  void moreConnectionsThanThereIsRoomForAreRefused() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    List<SocketChannel> open = new ArrayList<>();
    try (var server = told(told)) {
      var address = UnixDomainSocketAddress.of(server.address().substring("unix://".length()));
      for (int i = 0; i <= Crowd.MOST; i++) {
        open.add(SocketChannel.open(address));
      }

      assertThat(open.getLast().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(told).containsExactly("a connection was refused: there are 500 already");
    } finally {
      for (SocketChannel one : open) {
        one.close();
      }
    }
  }

  @Test
  void aCertificateSpeaksForTheRunnersItNames() throws Exception {
    Identity plugin = Identity.selfSigned(Curve.P256, "");
    Identity one = Identity.selfSigned(Curve.P256, "one");
    Identity nobody = Identity.selfSigned(Curve.P521, "");
    var address =
        new ServerAddress.Tls(
            "127.0.0.1", 0, plugin, List.of(one.certificate(), nobody.certificate()));
    var servers = List.of(plugin.certificate());
    try (var server = serve(address);
        var known = new Calls(server.address(), Trust.client(one, servers));
        var unnamed = new Calls(server.address(), Trust.client(nobody, servers));
        var stranger =
            new Calls(
                server.address(), Trust.client(Identity.selfSigned(Curve.P256, "one"), servers))) {
      assertThat(list(known.as("one"), "", 0)).isEmpty();
      refused(Reason.POLICY_DENIED, () -> known.as("two"));
      refused(Reason.POLICY_DENIED, () -> unnamed.as("one"));
      assertThatThrownBy(() -> stranger.as("one"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }
  }

  @Test
  void aChildShakesHandsAndEndsWhenItIsAsked() throws Exception {
    Identity runner = Identity.selfSigned(Curve.P521, "");
    var variables =
        Map.of(
            Handshake.COOKIE, Handshake.COOKIE_VALUE,
            Handshake.FOLDER, folder.toString(),
            Handshake.CERTIFICATE, runner.pem());
    ServerAddress.Child address = Objects.requireNonNull(Handshake.address(variables));
    try (var server = serve(address)) {
      String[] line = String.valueOf(server.handshake()).split("\\|", -1);
      assertThat(line).startsWith("1", "1", "unix").hasSize(6);
      var trusted = List.of(io.berth.sdk.tls.Pem.ofHandshake(line[5]));
      try (var calls = new Calls("unix://" + line[3], Trust.client(runner, trusted))) {
        assertThat(health(calls.plain(), "plugin")).isEqualTo(ServingStatus.SERVING);
        var printed =
            io.berth.protocol.managed.GRPCStdioGrpc.newBlockingV2Stub(calls.plain())
                .streamStdio(com.google.protobuf.Empty.getDefaultInstance());
        io.berth.protocol.managed.GRPCControllerGrpc.newBlockingStub(calls.plain())
            .shutdown(io.berth.protocol.managed.Empty.getDefaultInstance());
        assertThat(printed.read()).isNull();
      }
      server.await();
    }
    assertThat(Handshake.address(Map.of())).isNull();
    assertThatThrownBy(
            () ->
                Handshake.address(
                    Map.of(Handshake.COOKIE, Handshake.COOKIE_VALUE, Handshake.VERSIONS, "2,3")))
        .hasMessage("the runner speaks the versions 2,3, this plugin speaks 1");
  }

  @Test
  void aCallNeedsASessionAndSeesItsRunnerAlone() throws Exception {
    try (var server = serve(socket());
        var calls = new Calls(server.address(), null)) {
      refused(Reason.SESSION_UNKNOWN, () -> list(calls.plain(), "", 0));
      refused(Reason.SESSION_UNKNOWN, () -> list(calls.with("berth-session", "x"), "", 0));
      Channel one = calls.as("one");
      Channel two = calls.as("two");
      create(one, "e");

      assertThat(list(one, "", 0)).containsExactly("e");
      assertThat(list(two, "", 0)).isEmpty();
      refused(Reason.ENVIRONMENT_UNKNOWN, () -> get(two, "e"));
      refused(Reason.ENVIRONMENT_UNKNOWN, () -> start(two, "e", "x", 1));
      EnvironmentsGrpc.newBlockingStub(two)
          .removeEnvironment(RemoveEnvironmentRequest.newBuilder().setEnvironmentId("e").build());
      assertThat(list(one, "", 0)).containsExactly("e");
    }
  }

  @Test
  void whatIsToldOnTheWayComesBeforeTheEnvironment() throws Exception {
    try (var server = serve(socket());
        var calls = new Calls(server.address(), null)) {
      List<String> told = new ArrayList<>();
      create(calls.as("one"), "e")
          .forEach(answer -> told.add(answer.hasReady() ? "ready" : answer.getLog()));

      assertThat(told).containsExactly("making e", "almost done", "ready");
    }
  }

  @Test
  void aRemovedEnvironmentIsToldOfAndListsHavePages() throws Exception {
    try (var server = serve(socket());
        var calls = new Calls(server.address(), null)) {
      Channel one = calls.as("one");
      for (String id : List.of("a", "b", "c")) {
        create(one, id);
      }
      assertThat(list(one, "", 2)).containsExactly("a", "b");
      assertThat(list(one, "b", 2)).containsExactly("c");

      EnvironmentsGrpc.newBlockingStub(one)
          .removeEnvironment(RemoveEnvironmentRequest.newBuilder().setEnvironmentId("b").build());

      assertThat(get(one, "b").getState()).isEqualTo(Environment.State.REMOVED);
      assertThat(list(one, "", 0)).containsExactly("a", "c");
    }
  }

  @Test
  void aReaderGetsNoMoreThanItsWindowAndNothingThatIsForgotten() throws Exception {
    try (var server = serve(socket());
        var calls = new Calls(server.address(), null)) {
      Channel one = calls.as("one");
      create(one, "e");
      start(one, "e", "x", 10);
      var reader = ExecutionsGrpc.newBlockingV2Stub(one).read();
      reader.write(open("x", 0, 4));
      ReadResponse first = reader.read();
      assertThat(first).isNotNull();
      assertThat(first.getChunk().getBytes().size()).isEqualTo(4);
      reader.write(ReadRequest.newBuilder().setWindow(100).build());
      ReadResponse second = reader.read();
      assertThat(second).isNotNull();
      assertThat(second.getChunk().getAt().getOffset()).isEqualTo(4);
      assertThat(second.getChunk().getBytes().size()).isEqualTo(6);

      var late = ExecutionsGrpc.newBlockingV2Stub(one).read();
      late.write(open("x", 8, 100).toBuilder().addDurable(at(8)).build());
      late.read();
      var early = ExecutionsGrpc.newBlockingV2Stub(one).read();
      early.write(open("x", 0, 100));
      refusedChecked(Reason.OUTPUT_FORGOTTEN, early);
      var twice = ExecutionsGrpc.newBlockingV2Stub(one).read();
      twice.write(open("x", 8, 0));
      twice.write(open("x", 8, 0));
      refusedChecked(Reason.FRAME_ORDER, twice);
    }
  }

  @Test
  void whatIsTooLargeOrStrangeIsRefusedAndTheServerLives() throws Exception {
    try (var server = serve(socket());
        var calls = new Calls(server.address(), null)) {
      Channel one = calls.as("one");
      create(one, "e");
      status(Status.Code.RESOURCE_EXHAUSTED, () -> list(one, "x".repeat(5 << 20), 0));
      assertThatThrownBy(() -> info(calls.with("x", "y".repeat(9 << 10))))
          .isInstanceOf(StatusRuntimeException.class);
      refused(Reason.BAD_FIELD, () -> create(one, "../x"));
      refused(
          Reason.FEATURE_UNKNOWN,
          () ->
              EnvironmentsGrpc.newBlockingStub(one)
                  .createEnvironment(
                      CreateEnvironmentRequest.newBuilder()
                          .setEnvironmentId("f")
                          .addRequiredFeatures("moon.phase")
                          .build())
                  .next());
      refused(
          Reason.PLUGIN_BUG,
          () ->
              BackendGrpc.newBlockingStub(one)
                  .plan(
                      PlanRequest.newBuilder()
                          .setPlan(Plans.out(JobPlan.commandsOnly("repo")))
                          .build()));
      refused(
          Reason.VERSION_UNKNOWN,
          () ->
              BackendGrpc.newBlockingStub(calls.plain())
                  .getInfo(GetInfoRequest.newBuilder().addVersions("v9").build()));
      var random = new Random(20_26);
      for (int i = 0; i < 20; i++) {
        byte[] noise = new byte[1 + random.nextInt(4000)];
        random.nextBytes(noise);
        try (var raw =
            SocketChannel.open(
                UnixDomainSocketAddress.of(server.address().substring("unix://".length())))) {
          raw.write(ByteBuffer.wrap(noise));
        } catch (IOException e) {
          // It may be closed before all of it is written.
        }
      }
      assertThat(list(one, "", 0)).containsExactly("e");
    }
  }

  @Test
  void aPluginThatIsDrainedSaysSoAndTakesNothingNew() throws Exception {
    try (var server = serve(socket());
        var calls = new Calls(server.address(), null)) {
      Channel one = calls.as("one");
      create(one, "e");
      Iterator<WatchBackendResponse> watch =
          BackendGrpc.newBlockingStub(one).watchBackend(WatchBackendRequest.getDefaultInstance());
      assertThat(watch.next().getState()).isEqualTo(WatchBackendResponse.State.READY);
      assertThat(server.isIdle()).isFalse();

      server.drain();

      assertThat(watch.next().getState()).isEqualTo(WatchBackendResponse.State.DRAINING);
      assertThat(health(one, "")).isEqualTo(ServingStatus.NOT_SERVING);
      refused(Reason.DRAINING, () -> create(one, "f"));
      start(one, "e", "x", 1);
      assertThat(list(one, "", 0)).containsExactly("e");
    }
  }

  @Test
  void whatIsWrongWithAConfigurationIsAnAnswer() throws Exception {
    try (var server = serve(socket());
        var calls = new Calls(server.address(), null)) {
      var request = ConfigureRequest.newBuilder().setRunner(Runner.newBuilder().setId("one"));
      request
          .getConfigurationBuilder()
          .putFields("wrong", com.google.protobuf.Value.newBuilder().setBoolValue(true).build());

      var answer = BackendGrpc.newBlockingStub(calls.plain()).configure(request.build());

      assertThat(answer.getSession()).isEmpty();
      assertThat(answer.getViolations(0).getProblem()).isEqualTo("`wrong` is no key");
    }
  }

  private static ReadRequest open(String execution, long from, long window) {
    return ReadRequest.newBuilder()
        .setOpen(
            ReadRequest.Open.newBuilder()
                .setEnvironmentId("e")
                .setExecutionId(execution)
                .addFrom(at(from)))
        .setWindow(window)
        .build();
  }

  private static io.berth.protocol.v1beta1.Position at(long offset) {
    return io.berth.protocol.v1beta1.Position.newBuilder().setOffset(offset).build();
  }

  private static List<CreateEnvironmentResponse> create(Channel channel, String id) {
    List<CreateEnvironmentResponse> answers = new ArrayList<>();
    EnvironmentsGrpc.newBlockingStub(channel)
        .createEnvironment(
            CreateEnvironmentRequest.newBuilder()
                .setEnvironmentId(id)
                .setPlan(Plans.out(JobPlan.commandsOnly("repo")))
                .build())
        .forEachRemaining(answers::add);
    return answers;
  }

  private static Environment get(Channel channel, String id) {
    return EnvironmentsGrpc.newBlockingStub(channel)
        .getEnvironment(GetEnvironmentRequest.newBuilder().setEnvironmentId(id).build());
  }

  private static List<String> list(Channel channel, String token, int size) {
    return EnvironmentsGrpc.newBlockingStub(channel)
        .listEnvironments(
            ListEnvironmentsRequest.newBuilder().setPageToken(token).setPageSize(size).build())
        .getEnvironmentsList()
        .stream()
        .map(Environment::getId)
        .toList();
  }

  private static void start(Channel channel, String environment, String id, int size) {
    ExecutionsGrpc.newBlockingStub(channel)
        .start(
            StartRequest.newBuilder()
                .setEnvironmentId(environment)
                .setExecutionId(id)
                .addCommand(Integer.toString(size))
                .setDirectory("/w")
                .build());
  }

  private static String info(Channel channel) {
    return BackendGrpc.newBlockingStub(channel)
        .getInfo(GetInfoRequest.newBuilder().addVersions("v1beta1").build())
        .getName();
  }

  private static ServingStatus health(Channel channel, String service) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static void refused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(Failures.reason(e)).as(e.toString()).isEqualTo(reason));
  }

  private static void refusedChecked(
      Reason reason, BlockingClientCall<ReadRequest, ReadResponse> call) {
    assertThatThrownBy(
            () -> {
              while (call.read() != null) {}
            })
        .satisfies(e -> assertThat(Failures.reason(e)).as(e.toString()).isEqualTo(reason));
  }

  private static void status(Status.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }
}
