// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.ContainersGrpc;
import io.berth.protocol.v1beta1.EnvironmentsGrpc;
import io.berth.protocol.v1beta1.ExecutionsGrpc;
import io.berth.protocol.v1beta1.FilesGrpc;
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
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection to a plugin, made when it is first used and again whenever it was lost.
final class PluginConnection implements AutoCloseable {

  private static final Metadata.Key<String> SESSION =
      Metadata.Key.of("berth-session", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /// What a stream carries before its reader took it.
  private static final int FLOW_WINDOW = 1 << 20;

  private static final int LARGEST_MESSAGE = 4 << 20;
  private static final int LARGEST_METADATA = 64 << 10;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ManagedChannel channel;
  private final Channel authorised;
  private volatile @Nullable String session;

  /// @param token what the plugin wants to see, or `null` if it wants nothing
  PluginConnection(PluginAddress address, @Nullable String token) {
    NettyChannelBuilder builder =
        switch (address) {
          case PluginAddress.Unix unix ->
              to(UnixDomainSocketAddress.of(unix.path()))
                  .channelType(NioDomainSocketChannel.class)
                  .overrideAuthority("localhost");
          case PluginAddress.Loopback loopback ->
              to(new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.port()))
                  .channelType(NioSocketChannel.class);
        };
    channel =
        builder
            .usePlaintext()
            .eventLoopGroup(loops)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .flowControlWindow(FLOW_WINDOW)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .maxInboundMetadataSize(LARGEST_METADATA)
            .build();
    authorised = ClientInterceptors.intercept(channel, headers(token));
  }

  private static NettyChannelBuilder to(SocketAddress address) {
    return NettyChannelBuilder.forAddress(address);
  }

  private ClientInterceptor headers(@Nullable String token) {
    return new ClientInterceptor() {
      @Override
      public <Q, A> ClientCall<Q, A> interceptCall(
          MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
          @Override
          public void start(Listener<A> listener, Metadata headers) {
            String current = session;
            if (current != null) {
              headers.put(SESSION, current);
            }
            if (token != null) {
              headers.put(TOKEN, "Bearer " + token);
            }
            super.start(listener, headers);
          }
        };
      }
    };
  }

  void session(String name) {
    session = name;
  }

  BackendGrpc.BackendBlockingV2Stub backend() {
    return BackendGrpc.newBlockingV2Stub(authorised);
  }

  EnvironmentsGrpc.EnvironmentsBlockingV2Stub environments() {
    return EnvironmentsGrpc.newBlockingV2Stub(authorised);
  }

  ExecutionsGrpc.ExecutionsBlockingV2Stub executions() {
    return ExecutionsGrpc.newBlockingV2Stub(authorised);
  }

  ExecutionsGrpc.ExecutionsStub outputs() {
    return ExecutionsGrpc.newStub(authorised);
  }

  FilesGrpc.FilesBlockingV2Stub files() {
    return FilesGrpc.newBlockingV2Stub(authorised);
  }

  ContainersGrpc.ContainersBlockingV2Stub containers() {
    return ContainersGrpc.newBlockingV2Stub(authorised);
  }

  /// Connects now instead of after a pause.
  void hurry() {
    channel.resetConnectBackoff();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
