// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/// A file that only grows. If an append fails, the part of it that was written is taken back.
final class AppendOnlyFile implements AutoCloseable {

  private final Path path;
  private final FileOutputStream stream;
  private long size;

  AppendOnlyFile(Path path) throws IOException {
    this.path = path;
    this.stream = new FileOutputStream(path.toFile());
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  void append(byte[] bytes, int from, int to) throws IOException {
    try {
      stream.write(bytes, from, to - from);
      size += to - from;
    } catch (IOException e) {
      takeBack(e);
      throw e;
    }
  }

  private void takeBack(IOException cause) {
    try {
      stream.getChannel().truncate(size);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
