// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of a file.
///
/// @param channel the open file
public record FileSource(FileChannel channel) implements Response.Source {

  private static final int BUFFER = 1 << 16;

  /// Opens a file.
  ///
  /// @throws IOException if it is not there or cannot be read
  public static FileSource open(Path file) throws IOException {
    return new FileSource(FileChannel.open(file, StandardOpenOption.READ));
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void send(ByteRange part, OutputStream out) throws IOException {
    var buffer = ByteBuffer.allocate((int) Math.min(BUFFER, part.length()));
    long end = part.first() + part.length();
    for (long at = part.first(); at < end; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new EOFException("the file ends at " + at + " bytes, " + end + " were announced");
      }
      out.write(buffer.array(), 0, read);
      at += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
