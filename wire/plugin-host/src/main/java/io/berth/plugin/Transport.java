// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The threads that all connections to one plugin share.
final class Transport implements AutoCloseable {

  /// gRPC sets an option that sockets of a file system lack, which Netty tells each time.
  private static final Logger OPTIONS = Logger.getLogger("io.netty.bootstrap.Bootstrap");

  static {
    OPTIONS.setLevel(Level.SEVERE);
    // It writes down where one buffer in a hundred has been.
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          2, new DefaultThreadFactory("plugin-io", true), NioIoHandler.newFactory());
  final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("plugin-call-", 0).factory());

  /// Does not wait: the threads end by themselves.
  @Override
  public void close() {
    var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    calls.shutdown();
  }
}
