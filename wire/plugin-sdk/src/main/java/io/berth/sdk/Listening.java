// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.sdk.tls.Trust;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The door of a server: where it stands and whom it lets in.
///
/// @param builder with its address and what belongs to it
/// @param file of its socket, or `null` if it has a port
/// @param check what every call must pass before all else, or `null`
record Listening(
    NettyServerBuilder builder, @Nullable SocketFile file, @Nullable ServerInterceptor check) {

  /// gRPC sets an option on every connection that sockets do not have, and Netty warns each time.
  private static final Logger WARNINGS = Logger.getLogger("io.netty.bootstrap.ServerBootstrap");

  /// @param log is told of those who were not let in
  static Listening at(ServerAddress address, Consumer<String> log) throws IOException {
    return switch (address) {
      case ServerAddress.Unix(var path, var token, var users) -> {
        SocketFile file = SocketFile.prepare(path, !users.isEmpty());
        yield token == null
            ? new Listening(on(file, PeerGate.of(users, log), log), file, null)
            : new Listening(on(file, null, log), file, new TokenCheck(token));
      }
      case ServerAddress.Loopback(var port, var token) ->
          new Listening(
              on(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), log),
              null,
              new TokenCheck(token));
      case ServerAddress.Tls(var host, var port, var self, var authorities) -> {
        var socket = new InetSocketAddress(host, port);
        if (socket.isUnresolved()) {
          throw new IOException("there is no host `" + host + "` to listen at");
        }
        yield new Listening(
            on(socket, log).sslContext(Trust.server(self, authorities)),
            null,
            new CertificateCheck());
      }
      case ServerAddress.Child child -> {
        SocketFile file = SocketFile.prepare(child.socket(), false);
        NettyServerBuilder builder = on(file, PeerGate.of(Set.of(), log), log);
        ServerAddress.ChildTrust trust = child.trust();
        if (trust != null) {
          builder.sslContext(Trust.server(trust.self(), List.of(trust.parent())));
        }
        yield new Listening(builder, file, null);
      }
    };
  }

  private static NettyServerBuilder on(InetSocketAddress port, Consumer<String> log) {
    return NettyServerBuilder.forAddress(port)
        .channelFactory(() -> guarded(new NioServerSocketChannel(), null, log));
  }

  private static NettyServerBuilder on(
      SocketFile file, @Nullable PeerGate gate, Consumer<String> log) {
    WARNINGS.setLevel(Level.SEVERE);
    return NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(file.bindAt()))
        .channelFactory(() -> guarded(new NioServerDomainSocketChannel(), gate, log));
  }

  private static ServerChannel guarded(
      ServerChannel door, @Nullable PeerGate gate, Consumer<String> log) {
    if (gate != null) {
      door.pipeline().addLast(gate);
    }
    door.pipeline().addLast(new Crowd(log));
    return door;
  }
}
