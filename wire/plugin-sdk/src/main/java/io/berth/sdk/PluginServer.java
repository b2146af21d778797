// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.spi.BackendFactory;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A backend that is served to runners in other processes.
public final class PluginServer implements AutoCloseable {

  /// The names under which health is asked for besides the empty one.
  private static final List<String> SERVICES =
      List.of(
          "berth.backend.v1beta1.Backend",
          "berth.backend.v1beta1.Environments",
          "berth.backend.v1beta1.Executions",
          "berth.backend.v1beta1.Files",
          "berth.backend.v1beta1.Containers");

  /// The name under which a runner asks for the health of its child.
  private static final String CHILD = "plugin";

  /// How often a runner may ask whether the connection lives.
  private static final long PING_MINUTES = 4;

  /// How often runners are told that a plugin lives where nobody says otherwise.
  public static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final int LARGEST_METADATA = 8 << 10;

  /// More than all environments of a machine need; a caller cannot ask for more threads than these.
  private static final int MOST_CALLS = 10_000;

  /// What a call carries before this side took it.
  private static final int FLOW_WINDOW = 1 << 20;

  private static final Duration GREETING = Duration.ofSeconds(10);

  /// How long a connection may carry no call, or nothing that becomes one.
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /// How long calls in progress may go on after nothing new is taken.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Server server;
  private final ServerAddress address;
  private final Sessions sessions;
  private final Readiness readiness;
  private final HealthStatusManager health;
  private final ChildServices child;
  private final EventLoopGroup loops;
  private final @Nullable SocketFile socket;
  private final Complaints complaints;

  private PluginServer(
      ServerAddress address,
      BackendFactory factory,
      String version,
      Duration heartbeat,
      Consumer<String> log,
      Consumer<NettyServerBuilder> more,
      EventLoopGroup loops)
      throws IOException {
    this.address = address;
    this.loops = loops;
    sessions = new Sessions(factory);
    readiness = new Readiness(heartbeat);
    health = new HealthStatusManager();
    child = new ChildServices();
    Listening door = Listening.at(address, log);
    socket = door.file();
    SERVICES.forEach(name -> health.setStatus(name, ServingStatus.SERVING));
    NettyServerBuilder builder = door.builder();
    builder
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .permitKeepAliveTime(PING_MINUTES, TimeUnit.MINUTES)
        .flowControlWindow(FLOW_WINDOW)
        .maxConnectionIdle(SILENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handshakeTimeout(GREETING.toMillis(), TimeUnit.MILLISECONDS)
        .maxConcurrentCallsPerConnection(MOST_CALLS)
        .maxInboundMetadataSize(LARGEST_METADATA)
        .addService(new BackendService(factory, sessions, readiness, version))
        .addService(new EnvironmentsService(readiness))
        .addService(new ExecutionsService())
        .addService(new FilesService())
        .addService(new ContainersService())
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance())
        .intercept(sessions);
    if (address instanceof ServerAddress.Child) {
      health.setStatus(CHILD, ServingStatus.SERVING);
      builder.addService(new ChildServices.Controller(this::stop)).addService(child.new Stdio());
    }
    ServerInterceptor check = door.check();
    if (check != null) {
      // What is added last is asked first.
      builder.intercept(check);
    }
    more.accept(builder);
    server = builder.build();
    try {
      server.start();
      if (socket != null) {
        socket.publish();
      }
      if (address instanceof ServerAddress.Child) {
        ParentWatch.start(this::stop);
      }
    } catch (IOException | RuntimeException e) {
      server.shutdownNow();
      if (socket != null) {
        socket.remove();
      }
      throw e;
    }
    complaints = Complaints.to(log);
  }

  /// Begins to serve.
  ///
  /// @param factory makes the backend of each runner
  /// @param address where
  /// @param version of the plugin, for logs
  /// @throws IOException if the address cannot be served
  public static PluginServer start(BackendFactory factory, ServerAddress address, String version)
      throws IOException {
    return start(factory, address, version, HEARTBEAT, line -> {});
  }

  /// Begins to serve.
  ///
  /// @param heartbeat how often runners are told that the plugin lives; after three that did not
  ///     come they connect anew
  /// @param log is told, a line at a time, what an administrator should know
  /// @throws IOException if the address cannot be served
  public static PluginServer start(
      BackendFactory factory,
      ServerAddress address,
      String version,
      Duration heartbeat,
      Consumer<String> log)
      throws IOException {
    return start(factory, address, version, heartbeat, log, builder -> {});
  }

  /// Begins to serve.
  ///
  /// @param log is told, a line at a time, what an administrator should know
  /// @param more changes the server before it begins, such as an interceptor that counts calls; it
  ///     is asked before all others, also of those who have shown no token yet
  /// @throws IOException if the address cannot be served
  public static PluginServer start(
      BackendFactory factory,
      ServerAddress address,
      String version,
      Consumer<String> log,
      Consumer<NettyServerBuilder> more)
      throws IOException {
    return start(factory, address, version, HEARTBEAT, log, more);
  }

  private static PluginServer start(
      BackendFactory factory,
      ServerAddress address,
      String version,
      Duration heartbeat,
      Consumer<String> log,
      Consumer<NettyServerBuilder> more)
      throws IOException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    try {
      return new PluginServer(address, factory, version, heartbeat, log, more, loops);
    } catch (IOException | RuntimeException e) {
      end(loops);
      throw e;
    }
  }

  /// Returns where the plugin is served: the address to connect to.
  public String address() {
    return switch (address) {
      case ServerAddress.Unix unix -> "unix://" + unix.path().toAbsolutePath().normalize();
      case ServerAddress.Child started -> "unix://" + started.socket();
      case ServerAddress.Loopback _ -> "tcp://127.0.0.1:" + server.getPort();
      case ServerAddress.Tls tls -> "tls://" + tls.host() + ":" + server.getPort();
    };
  }

  /// Returns the line that a child prints first, or `null` if no runner has started this process.
  public @Nullable String handshake() {
    return address instanceof ServerAddress.Child started ? Handshake.line(started) : null;
  }

  /// Returns a stream that writes to `plain` and to a runner that wants to read what its child
  /// prints.
  public OutputStream printing(OutputStream plain) {
    return child.printing(plain);
  }

  /// Tells all who ask that nothing new is placed; what runs goes on.
  public void drain() {
    if (readiness.drain()) {
      health.enterTerminalState();
    }
  }

  /// Returns whether no environment is left that a runner has made or taken over here.
  public boolean isIdle() {
    return sessions.isIdle();
  }

  /// Ends the serving, not the environments, without waiting for it: nothing new is taken, and
  /// calls in progress end. [#close] waits.
  public void stop() {
    drain();
    child.close();
    server.shutdown();
  }

  /// Waits until it was stopped.
  public void await() throws InterruptedException {
    server.awaitTermination();
  }

  /// Waits until it was stopped, but not longer than some time.
  ///
  /// @return whether it was
  public boolean await(Duration most) throws InterruptedException {
    return server.awaitTermination(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Ends the serving, not the environments.
  @Override
  public void close() {
    stop();
    try {
      if (!await(FAREWELL)) {
        server.shutdownNow();
        await(FAREWELL);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    if (socket != null) {
      socket.remove();
    }
    end(loops);
    complaints.close();
  }

  private static void end(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
