// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Closes connections, before a byte of them is read, while there are too many.
final class Crowd extends ChannelInboundHandlerAdapter {

  /// Each runner has two. What is more could use up the files that this process may open.
  static final int MOST = 500;

  private final AtomicInteger open = new AtomicInteger();
  private final Consumer<String> log;

  Crowd(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var connection = (Channel) message;
    connection.closeFuture().addListener(closed -> open.decrementAndGet());
    if (open.incrementAndGet() <= MOST) {
      context.fireChannelRead(message);
      return;
    }
    log.accept("a connection was refused: there are " + MOST + " already");
    connection.unsafe().closeForcibly();
  }
}
