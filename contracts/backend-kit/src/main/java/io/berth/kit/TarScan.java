// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes a tar stream as it comes and tells what is in it, entry by entry, keeping nothing.
final class TarScan extends OutputStream {

  /// Who is told.
  interface Visitor {

    /// An entry begins.
    void entry(TarEntry entry) throws IOException;

    /// More of the content of the entry that began last.
    default void content(byte[] bytes, int offset, int length) {}
  }

  private final Visitor visitor;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private Map<String, String> extended = new HashMap<>();
  private int filled;
  private long content;
  private long padding;
  private byte @Nullable [] extension;
  private int extensionFilled;
  private char extensionType;
  private boolean over;

  TarScan(Visitor visitor) {
    this.visitor = visitor;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end && !over) {
      if (extension != null) {
        at += extend(extension, bytes, at, end - at);
      } else if (content > 0) {
        int n = (int) Math.min(content, end - at);
        visitor.content(bytes, at, n);
        content -= n;
        at += n;
      } else if (padding > 0) {
        int n = (int) Math.min(padding, end - at);
        padding -= n;
        at += n;
      } else {
        int n = Math.min(TarHeader.BLOCK - filled, end - at);
        System.arraycopy(bytes, at, block, filled, n);
        filled += n;
        at += n;
        if (filled == TarHeader.BLOCK) {
          filled = 0;
          header(new TarHeader(block));
        }
      }
    }
  }

  private int extend(byte[] into, byte[] bytes, int offset, int available) throws IOException {
    int n = Math.min(into.length - extensionFilled, available);
    System.arraycopy(bytes, offset, into, extensionFilled, n);
    extensionFilled += n;
    if (extensionFilled == into.length) {
      extension = null;
      switch (extensionType) {
        case 'x' -> TarReader.pax(into, extended);
        case 'L' -> extended.put("path", TarReader.gnu(into));
        case 'K' -> extended.put("linkpath", TarReader.gnu(into));
        default -> {}
      }
    }
    return n;
  }

  private void header(TarHeader header) throws IOException {
    if (header.isEmpty()) {
      over = true;
      return;
    }
    header.verify();
    char type = header.type();
    if (type == 'x' || type == 'g' || type == 'L' || type == 'K') {
      long size = header.size();
      if (size < 1 || size > TarReader.MAX_EXTENSION) {
        throw new IOException("an extended header of " + size + " bytes; refused");
      }
      extension = new byte[(int) size];
      extensionFilled = 0;
      extensionType = type;
      padding = TarReader.padding(size);
      return;
    }
    TarEntry entry = TarReader.entry(header, extended);
    extended = new HashMap<>();
    content = entry.size();
    padding = TarReader.padding(entry.size());
    visitor.entry(entry);
  }

  /// Ends the scan.
  ///
  /// @throws IOException if the stream ended inside an entry
  void finish() throws IOException {
    if (extension != null || content > 0 || filled > 0) {
      throw new IOException("the archive ends inside an entry");
    }
  }
}
