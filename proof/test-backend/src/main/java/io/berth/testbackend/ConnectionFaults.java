// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.Set;

/// What goes wrong on connections, below all calls.
final class ConnectionFaults {

  private static final Set<Fault> ALL =
      Set.of(Fault.FRAMES_GARBLED, Fault.FRAMES_TRUNCATED, Fault.PINGS_REFUSED, Fault.NOISE_ENDS);

  /// More than answers have that tell of an environment.
  private static final int LARGE = 4 << 10;

  private static final int PING_FRAME = 17;
  private static final int PING = 6;

  /// That nothing was understood of 2147483647 streams, because of too many pings.
  private static final byte[] GOAWAY = {
    0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0, 0, 11
  };

  private ConnectionFaults() {}

  static void add(NettyServerBuilder builder, boolean isSocket, FaultScript script) {
    if (ALL.stream().anyMatch(script::has)) {
      builder.channelFactory(
          () -> {
            ServerChannel door =
                isSocket ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
            door.pipeline().addLast(new Door(script));
            return door;
          });
    }
  }

  /// Puts what goes wrong before everything else that a connection passes.
  private static final class Door extends ChannelInboundHandlerAdapter {
    private final FaultScript script;

    Door(FaultScript script) {
      this.script = script;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ((Channel) message).pipeline().addFirst(new Wrong(script));
      context.fireChannelRead(message);
    }
  }

  private static final class Wrong extends ChannelDuplexHandler {
    private final FaultScript script;
    private boolean begun;

    Wrong(FaultScript script) {
      this.script = script;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var bytes = (ByteBuf) message;
      boolean isNoise = !begun && bytes.getByte(bytes.readerIndex()) != 'P';
      begun = true;
      if (isNoise && script.has(Fault.NOISE_ENDS)) {
        var _ = context.channel().parent().close();
      }
      if (script.has(Fault.PINGS_REFUSED) && isPing(bytes)) {
        bytes.release();
        context
            .writeAndFlush(Unpooled.wrappedBuffer(GOAWAY))
            .addListener(ChannelFutureListener.CLOSE);
        return;
      }
      context.fireChannelRead(message);
    }

    private static boolean isPing(ByteBuf bytes) {
      int end = bytes.writerIndex();
      return bytes.readableBytes() >= PING_FRAME
          && bytes.getByte(end - PING_FRAME + 3) == PING
          && bytes.getByte(end - PING_FRAME + 4) == 0;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      boolean isLarge = message instanceof ByteBuf bytes && bytes.readableBytes() > LARGE;
      if (isLarge && script.has(Fault.FRAMES_TRUNCATED)) {
        var bytes = (ByteBuf) message;
        context
            .writeAndFlush(bytes.readRetainedSlice(bytes.readableBytes() / 2))
            .addListener(ChannelFutureListener.CLOSE);
        bytes.release();
        promise.setSuccess();
        return;
      }
      if (isLarge && script.has(Fault.FRAMES_GARBLED)) {
        var bytes = (ByteBuf) message;
        byte[] garbled = new byte[bytes.readableBytes()];
        bytes.readBytes(garbled);
        for (int i = 0; i < garbled.length; i++) {
          garbled[i] ^= 0x55;
        }
        bytes.release();
        var _ = context.write(Unpooled.wrappedBuffer(garbled), promise);
        return;
      }
      var _ = context.write(message, promise);
    }
  }
}
