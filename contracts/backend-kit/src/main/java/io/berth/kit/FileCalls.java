// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import java.io.IOException;
import java.util.List;

/// What a [Place] implements that has something better for files than tar streams. The promises are
/// those of [io.berth.spi.Environment].
public interface FileCalls {

  /// Writes small files with the folders above them.
  void writeFiles(List<FileWrite> files) throws IOException;

  /// Reads small files.
  List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException;

  /// Lists everything below a folder.
  List<FileEntry> listFiles(String directory, boolean followLinks, int max) throws IOException;

  /// Hashes files where they are.
  List<FileHash> hashFiles(List<String> paths) throws IOException;
}
