// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.ConfigureRequest;
import io.berth.protocol.v1beta1.Runner;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A bare client of a plugin: it says what it is told to say, right or wrong.
final class Calls implements AutoCloseable {

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ManagedChannel channel;

  /// @param trust for an address with certificates
  Calls(String address, @Nullable SslContext trust) {
    NettyChannelBuilder builder;
    if (address.startsWith("unix://")) {
      builder =
          NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(address.substring(7)))
              .channelType(NioDomainSocketChannel.class);
    } else {
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      builder =
          NettyChannelBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .channelType(NioSocketChannel.class);
    }
    builder.overrideAuthority("localhost").eventLoopGroup(loops);
    channel =
        (trust == null ? builder.usePlaintext() : builder.sslContext(trust))
            .maxInboundMetadataSize(1 << 20)
            .build();
  }

  /// Returns a channel whose calls carry no more than they are given.
  Channel plain() {
    return channel;
  }

  /// Returns a channel whose calls carry these headers: names and values in turn.
  Channel with(String... headers) {
    var metadata = new Metadata();
    for (int i = 0; i < headers.length; i += 2) {
      metadata.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
    }
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  /// Configures as a runner and returns a channel with the session.
  Channel as(String runner) {
    String session =
        BackendGrpc.newBlockingStub(channel)
            .configure(
                ConfigureRequest.newBuilder().setRunner(Runner.newBuilder().setId(runner)).build())
            .getSession();
    return with("berth-session", session);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
