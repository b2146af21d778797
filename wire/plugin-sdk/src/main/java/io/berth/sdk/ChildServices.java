// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import com.google.protobuf.ByteString;
import io.berth.protocol.managed.GRPCControllerGrpc;
import io.berth.protocol.managed.GRPCStdioGrpc;
import io.berth.protocol.managed.StdioData;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a plugin serves besides its backend when a runner has started it.
final class ChildServices {

  /// What goes into one message.
  private static final int PIECE = 16 << 10;

  private final List<Outbound<StdioData>> readers = new CopyOnWriteArrayList<>();

  /// Ends the process when the runner asks for it.
  static final class Controller extends GRPCControllerGrpc.GRPCControllerImplBase {

    private final Runnable end;

    Controller(Runnable end) {
      this.end = end;
    }

    @Override
    public void shutdown(
        io.berth.protocol.managed.Empty request,
        StreamObserver<io.berth.protocol.managed.Empty> caller) {
      Answering.with(
          caller,
          () -> {
            Thread.ofVirtual().name("shutdown").start(end);
            return io.berth.protocol.managed.Empty.getDefaultInstance();
          });
    }
  }

  /// Hands on what is printed to whoever reads it.
  final class Stdio extends GRPCStdioGrpc.GRPCStdioImplBase {

    @Override
    public void streamStdio(com.google.protobuf.Empty request, StreamObserver<StdioData> caller) {
      readers.add(new Outbound<>((ServerCallStreamObserver<StdioData>) caller));
    }
  }

  /// Returns a stream that writes to `plain`, and tells the readers that there are. A reader that
  /// is slow makes the writer wait; one that left does not.
  OutputStream printing(OutputStream plain) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        plain.write(bytes, offset, length);
        for (int done = 0; done < length; done += PIECE) {
          tell(ByteString.copyFrom(bytes, offset + done, Math.min(PIECE, length - done)));
        }
      }

      @Override
      public void flush() throws IOException {
        plain.flush();
      }
    };
  }

  private void tell(ByteString data) throws IOException {
    var message = StdioData.newBuilder().setChannel(StdioData.Channel.STDOUT).setData(data).build();
    List<Outbound<StdioData>> left = new ArrayList<>();
    for (Outbound<StdioData> reader : readers) {
      try {
        reader.send(message);
      } catch (Outbound.CallerGone e) {
        left.add(reader);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("printing was interrupted");
      }
    }
    readers.removeAll(left);
  }

  /// Lets the readers go, so that they do not hold up the end.
  void close() {
    readers.forEach(Outbound::complete);
    readers.clear();
  }
}
