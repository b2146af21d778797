// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.plugin.Endpoint;
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
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A plugin at an address, for calls that no honest runner makes.
public final class Wire implements AutoCloseable {

  private static final Metadata.Key<String> SESSION =
      Metadata.Key.of("berth-session", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Endpoint endpoint;
  private final Set<String> runners;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ManagedChannel channel;

  /// @param endpoint where the plugin is, and what it wants to see
  /// @param runners that the certificate speaks for; empty if none is shown
  public Wire(Endpoint endpoint, Set<String> runners) {
    this(endpoint, runners, null);
  }

  /// @param pings how often the connection is asked whether it lives, or `null` for never
  private Wire(Endpoint endpoint, Set<String> runners, @Nullable Duration pings) {
    this.endpoint = endpoint;
    this.runners = Set.copyOf(runners);
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(socket())
            .channelType(isSocket() ? NioDomainSocketChannel.class : NioSocketChannel.class)
            .overrideAuthority(endpoint.serverName())
            .eventLoopGroup(loops)
            .flowControlWindow(1 << 20)
            .maxInboundMessageSize(16 << 20);
    if (pings != null) {
      builder.keepAliveTime(pings.toSeconds(), TimeUnit.SECONDS);
    }
    channel =
        (endpoint.tls() == null ? builder.usePlaintext() : builder.sslContext(endpoint.tls()))
            .build();
  }

  /// Returns the same with a connection of its own.
  Wire another() {
    return new Wire(endpoint, runners);
  }

  /// Returns the same with a connection that is pinged.
  Wire pinging(Duration every) {
    return new Wire(endpoint, runners, every);
  }

  /// Returns the same for a caller who shows another certificate.
  Wire as(SslContext caller) {
    return new Wire(
        new Endpoint(endpoint.address(), endpoint.token(), caller, endpoint.serverName()), runners);
  }

  PluginAddress address() {
    return endpoint.address();
  }

  boolean isSocket() {
    return endpoint.address() instanceof PluginAddress.Unix;
  }

  boolean hasToken() {
    return endpoint.token() != null;
  }

  @Nullable String token() {
    return endpoint.token();
  }

  @Nullable SslContext tls() {
    return endpoint.tls();
  }

  /// Returns whether calls may be made as a runner.
  boolean speaksFor(String runner) {
    return runners.isEmpty() || runners.contains(runner);
  }

  /// Returns where to connect for bytes that are no protocol at all.
  SocketAddress socket() {
    return switch (endpoint.address()) {
      case PluginAddress.Unix unix -> UnixDomainSocketAddress.of(unix.path());
      case PluginAddress.Loopback loopback ->
          new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.port());
      case PluginAddress.Tls tls -> new InetSocketAddress(tls.host(), tls.port());
    };
  }

  /// Returns a channel whose calls carry the token, and a session.
  ///
  /// @param session the session, or `null` for none
  Channel channel(@Nullable String session) {
    String token = endpoint.token();
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

  /// Returns a channel whose calls carry metadata that nobody asked for.
  Channel padded(int bytes) {
    String token = endpoint.token();
    return channel(null, token == null ? null : "Bearer " + token, bytes);
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
