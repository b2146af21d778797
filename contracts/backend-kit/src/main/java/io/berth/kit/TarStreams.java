// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// What has files that go in and out as tar streams.
public interface TarStreams {

  /// Unpacks a POSIX tar stream below `directory`, creating it and the folders above each entry,
  /// and leaves those that are there as they are.
  ///
  /// @throws IOException if reading `tar` fails or an entry leads out of `directory`
  void copyIn(String directory, InputStream tar) throws IOException;

  /// Packs a file, under its own name, or what is in a folder, as a POSIX tar stream.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is nothing at `path`
  void copyOut(String path, OutputStream tar) throws IOException;
}
