// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.FileContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/// Reads the beginning of a file that comes as a tar stream, and lets the rest pass.
final class TarRead implements TarScan.Visitor {

  private final int maxBytes;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private @Nullable TarEntry first;
  private boolean others;

  private TarRead(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  static FileContent of(TarStreams place, String path, int maxBytes) throws IOException {
    var read = new TarRead(maxBytes);
    var scan = new TarScan(read);
    try {
      place.copyOut(path, scan);
    } catch (NoSuchFileException e) {
      return new FileContent(path, null, 0);
    }
    scan.finish();
    TarEntry entry = read.first;
    String name = path.substring(path.lastIndexOf('/') + 1);
    return entry == null || read.others || !TarFiles.isItself(entry, name)
        ? new FileContent(path, null, 0)
        : new FileContent(path, read.content.toByteArray(), entry.size());
  }

  @Override
  public void entry(TarEntry entry) {
    others = first != null;
    first = first == null ? entry : first;
  }

  @Override
  public void content(byte[] bytes, int offset, int length) {
    if (!others) {
      content.write(bytes, offset, Math.min(length, maxBytes - content.size()));
    }
  }
}
