// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.spi.BackendFactory;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
          "berth.backend.v1beta1.Containers",
          "plugin");

  /// How often a runner may ask whether the connection lives.
  private static final long PING_MINUTES = 4;

  private static final int LARGEST_METADATA = 8 << 10;

  private final Server server;
  private final Readiness readiness;
  private final HealthStatusManager health;
  private final EventLoopGroup loops;
  private final @Nullable Path socket;

  private PluginServer(
      Server server,
      Readiness readiness,
      HealthStatusManager health,
      EventLoopGroup loops,
      @Nullable Path socket) {
    this.server = server;
    this.readiness = readiness;
    this.health = health;
    this.loops = loops;
    this.socket = socket;
  }

  /// Begins to serve.
  ///
  /// @param factory makes the backend of each runner
  /// @param address where
  /// @param version of the plugin, for logs
  /// @throws IOException if the address cannot be served
  public static PluginServer start(BackendFactory factory, ServerAddress address, String version)
      throws IOException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    try {
      return start(factory, address, version, loops);
    } catch (IOException | RuntimeException e) {
      end(loops);
      throw e;
    }
  }

  private static PluginServer start(
      BackendFactory factory, ServerAddress address, String version, EventLoopGroup loops)
      throws IOException {
    NettyServerBuilder builder =
        switch (address) {
          case ServerAddress.Unix unix ->
              NettyServerBuilder.forAddress(socket(unix.path()))
                  .channelType(NioServerDomainSocketChannel.class);
          case ServerAddress.Loopback loopback ->
              NettyServerBuilder.forAddress(loopback(loopback.port()))
                  .channelType(NioServerSocketChannel.class);
        };
    var sessions = new Sessions(factory);
    var readiness = new Readiness();
    var health = new HealthStatusManager();
    SERVICES.forEach(name -> health.setStatus(name, ServingStatus.SERVING));
    builder
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .permitKeepAliveTime(PING_MINUTES, TimeUnit.MINUTES)
        .maxInboundMetadataSize(LARGEST_METADATA)
        .addService(new BackendService(factory, sessions, readiness, version))
        .addService(new EnvironmentsService(readiness))
        .addService(new ExecutionsService())
        .addService(new FilesService())
        .addService(new ContainersService())
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance())
        .intercept(sessions);
    String token = token(address);
    if (token != null) {
      builder.intercept(new TokenCheck(token));
    }
    Path socket = address instanceof ServerAddress.Unix unix ? unix.path() : null;
    Server server = builder.build().start();
    if (socket != null) {
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }
    return new PluginServer(server, readiness, health, loops, socket);
  }

  private static @Nullable String token(ServerAddress address) {
    return switch (address) {
      case ServerAddress.Unix unix -> unix.token();
      case ServerAddress.Loopback loopback -> loopback.token();
    };
  }

  private static SocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// Makes the folder of a socket for its owner alone. A socket that was left behind is replaced.
  private static SocketAddress socket(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && !Files.exists(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.deleteIfExists(path);
    return UnixDomainSocketAddress.of(path);
  }

  /// Returns where the plugin is served: the address to connect to.
  public String address() {
    return socket != null ? "unix://" + socket : "tcp://127.0.0.1:" + server.getPort();
  }

  /// Tells all who ask that nothing new is placed; what runs goes on.
  public void drain() {
    health.enterTerminalState();
    readiness.drain();
  }

  /// Waits until it was closed.
  public void await() throws InterruptedException {
    server.awaitTermination();
  }

  /// Ends the serving, not the environments.
  @Override
  public void close() {
    drain();
    server.shutdown();
    try {
      if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    end(loops);
  }

  private static void end(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
