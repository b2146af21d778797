// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.spi.Chunk;
import io.berth.spi.Execution;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Output of which pieces are lost, doubled, moved or changed. The first piece arrives as it is.
final class FaultyOutput {

  private static final byte[] END = {};
  private static final int INVENTED = 64 << 10;

  private final Execution truth;
  private final FaultScript script;
  private long shift;
  private long taken;
  private int pieces;
  private volatile boolean over;

  FaultyOutput(Execution truth, FaultScript script) {
    this.truth = truth;
    this.script = script;
  }

  /// Takes the output for ended, whatever runs.
  void endHere() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  Chunk read(long from, long durable) throws InterruptedException {
    if (over) {
      return new Chunk(from, END);
    }
    if (script.has(Fault.READ_FAILS)) {
      throw TestBackend.failure("the output cannot be read");
    }
    if (script.has(Fault.READ_HANGS)) {
      TestBackend.hang();
    }
    if (script.has(Fault.OUTPUT_HELD)) {
      truth.outcome();
    }
    if (script.has(Fault.OUTPUT_DISCARDED)) {
      return discarding(from);
    }
    if (script.has(Fault.OUTPUT_ONCE) && from < taken) {
      return new Chunk(from, END);
    }
    if (script.has(Fault.OUTPUT_SHARED)) {
      return shared(from);
    }
    long safe = script.has(Fault.OUTPUT_NEVER_FORGOTTEN) ? 0 : durable;
    Chunk chunk = truth.read(from + shift, Math.min(safe + shift, from + shift));
    taken = Math.max(taken, from + chunk.bytes().length);
    return changed(from, chunk);
  }

  /// Reads on for itself, so that the command never waits, and gives out what never was written.
  private Chunk discarding(long from) throws InterruptedException {
    if (from > 0) {
      truth.outcome();
      byte[] invented = new byte[INVENTED];
      Arrays.fill(invented, (byte) '?');
      return new Chunk(from, invented);
    }
    Chunk chunk = truth.read(0, 0);
    Thread.ofVirtual().name("discarding").start(() -> drain(chunk.end()));
    return chunk;
  }

  private void drain(long start) {
    try {
      long at = start;
      for (Chunk chunk = truth.read(at, at); !chunk.isEnd(); chunk = truth.read(at, at)) {
        at = chunk.end();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Chunk shared(long from) throws InterruptedException {
    Chunk chunk = truth.read(taken, 0);
    taken = chunk.end();
    return new Chunk(from, chunk.bytes());
  }

  private Chunk changed(long from, Chunk chunk) {
    byte[] bytes = chunk.bytes();
    if (chunk.isEnd()) {
      return new Chunk(from, bytes);
    }
    boolean first = pieces++ == 0;
    if (script.has(Fault.OUTPUT_OFFSETS)) {
      return new Chunk(from + 1, bytes);
    }
    if (script.has(Fault.OUTPUT_DECODED)) {
      return new Chunk(
          from, new String(bytes, StandardCharsets.US_ASCII).getBytes(StandardCharsets.US_ASCII));
    }
    if (first || bytes.length < 2) {
      return new Chunk(from, bytes);
    }
    if (script.has(Fault.OUTPUT_DROPPED) && shift == 0) {
      shift = bytes.length / 2;
      return new Chunk(from, Arrays.copyOfRange(bytes, (int) shift, bytes.length));
    }
    if (script.has(Fault.OUTPUT_DUPLICATED) && shift == 0) {
      shift = -bytes.length;
      return new Chunk(from, bytes);
    }
    if (script.has(Fault.OUTPUT_REORDERED)) {
      byte[] moved = new byte[bytes.length];
      int half = bytes.length / 2 - bytes.length / 2 % 16 + 8;
      System.arraycopy(bytes, half, moved, 0, bytes.length - half);
      System.arraycopy(bytes, 0, moved, bytes.length - half, half);
      return new Chunk(from, moved);
    }
    return new Chunk(from, bytes);
  }
}
