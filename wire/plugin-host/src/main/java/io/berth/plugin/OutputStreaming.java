// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import io.berth.protocol.v1beta1.Position;
import io.berth.protocol.v1beta1.ReadRequest;
import io.berth.protocol.v1beta1.ReadResponse;
import io.berth.sdk.wire.Executions;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import org.jspecify.annotations.Nullable;

/// One stream of an execution's output, from a position on. Used by one thread at a time.
final class OutputStreaming {

  /// How much the plugin may send ahead of the reader: the most that is held in memory.
  private static final long WINDOW = 1 << 20;

  /// How much is read or durable before the plugin is told.
  private static final long UNTOLD = 256 << 10;

  private static final byte[] END = {};

  private final RemoteEnvironment environment;
  private final BlockingClientCall<ReadRequest, ReadResponse> call;
  private final long untold;
  private long position;
  private long consumed;
  private long durable;
  private @Nullable ExecOutcome outcome;

  private OutputStreaming(
      RemoteEnvironment environment,
      BlockingClientCall<ReadRequest, ReadResponse> call,
      long from,
      long durable) {
    this.environment = environment;
    this.call = call;
    this.position = from;
    this.durable = durable;
    long retained = environment.backend().capabilities().limits().retainedBytes();
    this.untold = retained > 0 ? Math.min(UNTOLD, Math.max(1, retained / 4)) : UNTOLD;
  }

  static OutputStreaming open(RemoteEnvironment environment, ExecId id, long from, long durable)
      throws StatusException, InterruptedException {
    BlockingClientCall<ReadRequest, ReadResponse> call =
        environment.connection().executions().read();
    var stream = new OutputStreaming(environment, call, from, durable);
    call.write(
        ReadRequest.newBuilder()
            .setOpen(
                ReadRequest.Open.newBuilder()
                    .setEnvironmentId(environment.id())
                    .setExecutionId(id.value())
                    .addFrom(at(from)))
            .addDurable(at(durable))
            .setWindow(WINDOW)
            .build());
    return stream;
  }

  private static Position at(long offset) {
    return Position.newBuilder().setOffset(offset).build();
  }

  long position() {
    return position;
  }

  /// Returns how the command ended, once the output has.
  @Nullable ExecOutcome outcome() {
    return outcome;
  }

  /// Returns the next output; empty at its end.
  Chunk next(long nowDurable) throws StatusException, InterruptedException {
    if (consumed >= untold || nowDurable - durable >= untold) {
      call.write(ReadRequest.newBuilder().addDurable(at(nowDurable)).setWindow(consumed).build());
      consumed = 0;
      durable = Math.max(durable, nowDurable);
    }
    ReadResponse answer = call.read();
    if (answer == null) {
      throw environment.backend().wrong("ended the output of a command without its result");
    }
    if (answer.hasResult()) {
      outcome = Executions.in(answer.getResult());
      return new Chunk(position, END);
    }
    long offset = answer.getChunk().getAt().getOffset();
    byte[] bytes = answer.getChunk().getBytes().toByteArray();
    if (offset != position || bytes.length == 0 || bytes.length > WINDOW) {
      throw environment
          .backend()
          .wrong(
              "sent "
                  + bytes.length
                  + " bytes at "
                  + offset
                  + " where output from "
                  + position
                  + " was due");
    }
    position += bytes.length;
    consumed += bytes.length;
    return new Chunk(offset, bytes);
  }

  void close() {
    call.cancel("the reader is done", null);
  }
}
