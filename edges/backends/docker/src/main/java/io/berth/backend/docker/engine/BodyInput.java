// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// The body of an answer: so many bytes, or in chunks, or until the connection ends.
final class BodyInput extends InputStream {

  /// How the end of a body is found.
  enum Framing {
    LENGTH,
    CHUNKED,
    UNTIL_THE_END
  }

  private final HttpConnection connection;
  private final Framing framing;
  private long left;
  private boolean first = true;
  private boolean over;

  /// @param length of the body if that is how it is framed
  BodyInput(HttpConnection connection, Framing framing, long length) {
    this.connection = connection;
    this.framing = framing;
    this.left = framing == Framing.UNTIL_THE_END ? Long.MAX_VALUE : length;
    if (framing == Framing.LENGTH && length == 0) {
      finish();
    }
  }

  private void finish() {
    over = true;
    connection.release(framing != Framing.UNTIL_THE_END);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (framing == Framing.CHUNKED && left == 0 && !over) {
      nextChunk();
    }
    if (over) {
      return -1;
    }
    int n = connection.input().read(into, offset, (int) Math.min(length, left));
    if (n < 0 && framing != Framing.UNTIL_THE_END) {
      throw new EOFException("the engine closed the connection in the middle of an answer");
    }
    if (n < 0) {
      finish();
      return -1;
    }
    left -= framing == Framing.UNTIL_THE_END ? 0 : n;
    if (left == 0 && framing == Framing.LENGTH) {
      finish();
    }
    return n;
  }

  private void nextChunk() throws IOException {
    if (!first && !connection.line().isEmpty()) {
      throw new IOException("the engine sends a chunk that is longer than it said");
    }
    first = false;
    String line = connection.line();
    int semicolon = line.indexOf(';');
    String digits = semicolon < 0 ? line : line.substring(0, semicolon);
    try {
      left = Long.parseLong(digits.strip(), 16);
    } catch (NumberFormatException e) {
      throw new IOException("the engine sends a chunk of `" + digits + "` bytes", e);
    }
    if (left < 0) {
      throw new IOException("the engine sends a chunk of " + left + " bytes");
    }
    if (left == 0) {
      skipTrailer();
      finish();
    }
  }

  private void skipTrailer() throws IOException {
    String line = connection.line();
    while (!line.isEmpty()) {
      line = connection.line();
    }
  }

  /// Gives up on what was not read.
  @Override
  public void close() {
    if (!over) {
      over = true;
      connection.release(false);
    }
  }
}
