// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.time.Instant;

/// A file or folder that was found.
///
/// @param path relative to the folder that was asked about, with `/` between names
/// @param kind what it is; a link is told as what it leads to only if links were to be followed
/// @param size in bytes, 0 unless it is a file
/// @param modified when its content last changed
public record FileEntry(String path, Kind kind, long size, Instant modified) {

  /// What a file can be.
  public enum Kind {
    FILE,
    FOLDER,
    LINK,
    OTHER
  }
}
