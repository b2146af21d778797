// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.plugin.PluginAddress;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A plugin at an address, for calls that no honest runner makes.
public final class Wire implements AutoCloseable {

  private static final Metadata.Key<String> SESSION =
      Metadata.Key.of("berth-session", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final PluginAddress address;
  private final @Nullable String token;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ManagedChannel channel;

  /// @param token what the plugin wants to see, or `null` if it wants nothing
  public Wire(PluginAddress address, @Nullable String token) {
    this.address = address;
    this.token = token;
    NettyChannelBuilder builder = NettyChannelBuilder.forAddress(socket());
    builder =
        isSocket()
            ? builder.channelType(NioDomainSocketChannel.class).overrideAuthority("localhost")
            : builder.channelType(NioSocketChannel.class);
    channel = builder.usePlaintext().eventLoopGroup(loops).maxInboundMessageSize(16 << 20).build();
  }

  PluginAddress address() {
    return address;
  }

  boolean isSocket() {
    return address instanceof PluginAddress.Unix;
  }

  boolean hasToken() {
    return token != null;
  }

  /// Returns where to connect for bytes that are no protocol at all.
  SocketAddress socket() {
    if (address instanceof PluginAddress.Unix unix) {
      return UnixDomainSocketAddress.of(unix.path());
    }
    if (address instanceof PluginAddress.Loopback loopback) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.port());
    }
    throw new IllegalArgumentException("no calls past the protocol can be made at " + address);
  }

  /// Returns whether such calls can be made at an address.
  public static boolean reaches(PluginAddress address) {
    return address instanceof PluginAddress.Unix || address instanceof PluginAddress.Loopback;
  }

  /// Returns a channel whose calls carry the token, and a session.
  ///
  /// @param session the session, or `null` for none
  Channel channel(@Nullable String session) {
    return channel(session, token == null ? null : "Bearer " + token, 0);
  }

  /// Returns a channel whose calls carry what they are told to.
  ///
  /// @param padding how many bytes of metadata to send that nobody asked for
  Channel channel(@Nullable String session, @Nullable String authorization, int padding) {
    var headers = new Metadata();
    if (session != null) {
      headers.put(SESSION, session);
    }
    if (authorization != null) {
      headers.put(TOKEN, authorization);
    }
    if (padding > 0) {
      headers.put(
          Metadata.Key.of("verify-padding", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(padding));
    }
    return ClientInterceptors.intercept(channel, new Headers(headers));
  }

  /// Adds metadata to every call, and a deadline to those that have none.
  private record Headers(Metadata added) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      CallOptions bounded =
          options.getDeadline() == null ? options.withDeadlineAfter(10, TimeUnit.SECONDS) : options;
      return new SimpleForwardingClientCall<>(next.newCall(method, bounded)) {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          headers.merge(added);
          super.start(listener, headers);
        }
      };
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
