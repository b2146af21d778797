// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.protocol.v1beta1.BackendGrpc;
import io.berth.protocol.v1beta1.ContainersGrpc;
import io.berth.protocol.v1beta1.EnvironmentsGrpc;
import io.berth.protocol.v1beta1.ExecutionsGrpc;
import io.berth.protocol.v1beta1.FilesGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection to a plugin, made when it is first used and again whenever it was lost.
///
/// Copies have one of their own: the room of a connection is shared by all that it carries, and a
/// copy that nobody reads must not hold up the rest.
final class PluginConnection implements AutoCloseable {

  private static final Metadata.Key<String> SESSION =
      Metadata.Key.of("berth-session", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /// What a stream carries before its reader took it.
  private static final int FLOW_WINDOW = 1 << 20;

  private static final int LARGEST_MESSAGE = 4 << 20;
  private static final int LARGEST_METADATA = 64 << 10;

  /// How long a call may take that does not wait for anything but the plugin.
  private static final Duration SHORT = Duration.ofSeconds(30);

  private final ManagedChannel channel;
  private final ManagedChannel bulk;
  private final Metadata headers = new Metadata();
  private volatile Channel authorised;
  private volatile Channel authorisedBulk;

  PluginConnection(Endpoint endpoint, Transport transport) {
    channel = channel(endpoint, transport, LARGEST_MESSAGE);
    bulk = channel(endpoint, transport, LARGEST_MESSAGE);
    String token = endpoint.token();
    if (token != null) {
      headers.put(TOKEN, "Bearer " + token);
    }
    authorised = with(channel, headers);
    authorisedBulk = with(bulk, headers);
  }

  /// Returns a channel that is not connected yet.
  static ManagedChannel channel(Endpoint endpoint, Transport transport, int largestMessage) {
    NettyChannelBuilder builder =
        switch (endpoint.address()) {
          case PluginAddress.Unix unix ->
              NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(unix.path()))
                  .channelType(NioDomainSocketChannel.class);
          case PluginAddress.Loopback loopback ->
              NettyChannelBuilder.forAddress(
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.port()))
                  .channelType(NioSocketChannel.class);
          case PluginAddress.Tls tls ->
              NettyChannelBuilder.forAddress(tls.host(), tls.port())
                  .channelType(NioSocketChannel.class);
        };
    if (endpoint.tls() == null) {
      builder.negotiationType(NegotiationType.PLAINTEXT);
    } else {
      builder.sslContext(endpoint.tls());
    }
    return builder
        .overrideAuthority(endpoint.serverName())
        .eventLoopGroup(transport.loops)
        .executor(transport.calls)
        .flowControlWindow(FLOW_WINDOW)
        .maxInboundMessageSize(largestMessage)
        .maxInboundMetadataSize(LARGEST_METADATA)
        .disableRetry()
        .build();
  }

  private static Channel with(Channel channel, Metadata headers) {
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /// Uses a session from now on.
  synchronized void session(@Nullable String name) {
    headers.removeAll(SESSION);
    if (name != null) {
      headers.put(SESSION, name);
    }
    var all = new Metadata();
    all.merge(headers);
    authorised = with(channel, all);
    authorisedBulk = with(bulk, all);
  }

  BackendGrpc.BackendBlockingV2Stub backend() {
    return BackendGrpc.newBlockingV2Stub(authorised).withDeadlineAfter(SHORT);
  }

  /// For the stream that tells how the plugin is.
  BackendGrpc.BackendBlockingV2Stub watching() {
    return BackendGrpc.newBlockingV2Stub(authorised);
  }

  EnvironmentsGrpc.EnvironmentsBlockingV2Stub environments() {
    return environments(SHORT);
  }

  EnvironmentsGrpc.EnvironmentsBlockingV2Stub environments(Duration atMost) {
    return EnvironmentsGrpc.newBlockingV2Stub(authorised).withDeadlineAfter(atMost);
  }

  ExecutionsGrpc.ExecutionsBlockingV2Stub executions() {
    return executions(Duration.ZERO);
  }

  /// @param wait how long the plugin is asked to wait
  ExecutionsGrpc.ExecutionsBlockingV2Stub executions(Duration wait) {
    return ExecutionsGrpc.newBlockingV2Stub(authorised).withDeadlineAfter(SHORT.plus(wait));
  }

  /// For output, which is taken in on the thread that receives it: whoever takes it never waits.
  ExecutionsGrpc.ExecutionsStub outputs() {
    return ExecutionsGrpc.newStub(authorised).withExecutor(Runnable::run);
  }

  FilesGrpc.FilesBlockingV2Stub files() {
    return FilesGrpc.newBlockingV2Stub(authorised).withDeadlineAfter(SHORT);
  }

  /// For input, which takes as long as there is of it.
  ExecutionsGrpc.ExecutionsBlockingV2Stub inputs() {
    return ExecutionsGrpc.newBlockingV2Stub(authorisedBulk);
  }

  /// For what takes as long as there is of it; who uses it watches that it goes on.
  FilesGrpc.FilesBlockingV2Stub copies() {
    return FilesGrpc.newBlockingV2Stub(authorisedBulk).withOnReadyThreshold(FLOW_WINDOW);
  }

  ContainersGrpc.ContainersBlockingV2Stub containers(Duration atMost) {
    return ContainersGrpc.newBlockingV2Stub(authorised).withDeadlineAfter(atMost);
  }

  /// Returns a channel for calls that are none of the protocol's own.
  Channel plain() {
    return authorised;
  }

  /// Connects now instead of after a pause.
  void hurry() {
    channel.resetConnectBackoff();
    bulk.resetConnectBackoff();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    bulk.shutdownNow();
  }
}
