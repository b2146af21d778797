// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.protocol.v1beta1.CopyEnd;
import io.berth.protocol.v1beta1.CopyOutResponse;
import io.berth.sdk.wire.Bytes;
import io.berth.sdk.wire.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;

/// A tar stream on its way to the caller.
final class CopyingOut extends OutputStream {

  private final Outbound<CopyOutResponse> caller;
  private final Digest digest;
  private byte[] buffer = new byte[Digest.PIECE];
  private int filled;

  /// @param digest as the caller wants it
  CopyingOut(Outbound<CopyOutResponse> caller, Digest digest) {
    this.caller = caller;
    this.digest = digest;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int size = Math.min(length - done, buffer.length - filled);
      System.arraycopy(bytes, offset + done, buffer, filled, size);
      filled += size;
      done += size;
      if (filled == buffer.length) {
        pass();
      }
    }
  }

  private void pass() throws IOException {
    if (filled == 0) {
      return;
    }
    byte[] piece = filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled);
    digest.add(piece);
    send(CopyOutResponse.newBuilder().setBytes(Bytes.out(piece)).build());
    buffer = new byte[Digest.PIECE];
    filled = 0;
  }

  /// Sends the last message.
  void end() throws IOException {
    pass();
    CopyEnd end = digest.end();
    send(CopyOutResponse.newBuilder().setEnd(end).build());
  }

  private void send(CopyOutResponse message) throws IOException {
    try {
      caller.send(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the copy was interrupted");
    }
  }
}
