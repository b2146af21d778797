// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import com.google.protobuf.Empty;
import io.berth.protocol.managed.GRPCStdioGrpc;
import io.berth.protocol.managed.StdioData;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.RejectedExecutionException;

/// What a child writes on its standard error and its library carries over the connection, as that
/// of go-plugin does. Its standard output comes the same way and is thrown away; a child whose
/// library does so waits for ever when nobody reads.
final class CarriedOutput extends InputStream {

  private final BlockingClientCall<?, StdioData> call;
  private byte[] rest = {};
  private int at;

  /// Asks for it. A plugin that carries nothing says so, which is the end.
  CarriedOutput(Channel channel) {
    call = GRPCStdioGrpc.newBlockingV2Stub(channel).streamStdio(Empty.getDefaultInstance());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    try {
      while (at == rest.length) {
        StdioData data = call.read();
        if (data == null) {
          return -1;
        }
        if (data.getChannel() == StdioData.Channel.STDERR) {
          rest = data.getData().toByteArray();
          at = 0;
        }
      }
    } catch (StatusException | RejectedExecutionException e) {
      // There is nothing to read, or the connection is gone.
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading what a plugin says");
    }
    int n = Math.min(length, rest.length - at);
    System.arraycopy(rest, at, bytes, from, n);
    at += n;
    return n;
  }
}
