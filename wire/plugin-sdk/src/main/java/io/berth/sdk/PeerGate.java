// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioChannelOption;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/// Closes a connection to a socket, before a byte of it is read, if the process at its other end
/// runs as a user that may not call. The system says which user that is.
@ChannelHandler.Sharable
final class PeerGate extends ChannelInboundHandlerAdapter {

  private final Set<UserPrincipal> allowed;
  private final Consumer<String> log;

  private PeerGate(Set<UserPrincipal> allowed, Consumer<String> log) {
    this.allowed = allowed;
    this.log = log;
  }

  /// @param users by name or number, who may call besides the user that serves
  /// @throws IOException if there is no such user
  static PeerGate of(Set<String> users, Consumer<String> log) throws IOException {
    Set<UserPrincipal> allowed = new HashSet<>();
    allowed.add(SocketFile.self());
    for (String user : users) {
      try {
        allowed.add(
            Path.of("/")
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(user));
      } catch (UserPrincipalNotFoundException e) {
        throw new IOException("there is no user `" + user + "` on this machine", e);
      }
    }
    return new PeerGate(allowed, log);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var connection = (Channel) message;
    UserPrincipal user = user(connection);
    if (user != null && allowed.contains(user)) {
      context.fireChannelRead(message);
      return;
    }
    log.accept(
        "a connection of user "
            + (user == null ? "unknown" : user.getName())
            + " was refused: only "
            + names()
            + " may call without a token");
    connection.unsafe().closeForcibly();
  }

  private String names() {
    return String.join(", ", allowed.stream().map(UserPrincipal::getName).sorted().toList());
  }

  private static @Nullable UserPrincipal user(Channel connection) {
    UnixDomainPrincipal peer =
        connection.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
    return peer == null ? null : peer.user();
  }
}
