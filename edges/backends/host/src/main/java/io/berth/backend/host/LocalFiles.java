// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.FileCalls;
import io.berth.kit.Place;
import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// A place whose files are files of this machine.
interface LocalFiles extends Place, FileCalls {

  @Override
  default void writeFiles(List<FileWrite> files) throws IOException {
    SmallFiles.write(files);
  }

  @Override
  default List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException {
    return SmallFiles.read(paths, maxBytes);
  }

  @Override
  default void copyIn(String directory, InputStream tar) throws IOException {
    Unpacking.of(tar, Path.of(directory));
  }

  @Override
  default void copyOut(String path, OutputStream tar) throws IOException {
    Packing.of(Path.of(path), tar);
  }

  @Override
  default List<FileEntry> listFiles(String directory, boolean followLinks, int max)
      throws IOException {
    return new FileListing(Path.of(directory), followLinks, max).entries();
  }

  @Override
  default List<FileHash> hashFiles(List<String> paths) throws IOException {
    return FileDigests.of(paths);
  }
}
