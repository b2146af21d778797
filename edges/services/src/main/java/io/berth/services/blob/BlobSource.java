// SPDX-License-Identifier: Apache-2.0
package io.berth.services.blob;

import io.berth.services.ByteRange;
import io.berth.services.FileSource;
import io.berth.services.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// Content that stands in pieces in one file, in the order of its blocks.
///
/// @param file the open file
/// @param pieces where the pieces are, in the order in which they are read
public record BlobSource(FileSource file, List<ByteRange> pieces) implements Response.Source {

  /// Copies the pieces.
  public BlobSource {
    pieces = List.copyOf(pieces);
  }

  /// Opens a file.
  ///
  /// @throws IOException if it is not there or cannot be read
  public static BlobSource open(Path file, List<ByteRange> pieces) throws IOException {
    return new BlobSource(FileSource.open(file), pieces);
  }

  @Override
  public long size() {
    return pieces.stream().mapToLong(ByteRange::length).sum();
  }

  @Override
  public void send(ByteRange part, OutputStream out) throws IOException {
    long skip = part.first();
    long left = part.length();
    for (ByteRange piece : pieces) {
      if (left == 0) {
        return;
      }
      if (skip >= piece.length()) {
        skip -= piece.length();
        continue;
      }
      long length = Math.min(left, piece.length() - skip);
      file.send(new ByteRange(piece.first() + skip, length), out);
      left -= length;
      skip = 0;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
