// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

/// What one entry of an archive says.
///
/// @param name its path, relative, `/` between names, as it was written
/// @param kind what it is
/// @param link what a link leads to, empty otherwise
/// @param mode the permission bits, nothing above `0777`
/// @param size how many bytes follow, 0 unless it is a file
/// @param modified when it last changed, in seconds since 1970
public record TarEntry(String name, Kind kind, String link, int mode, long size, long modified) {

  /// The kinds that can be unpacked; devices and pipes are none of them.
  public enum Kind {
    FILE,
    FOLDER,
    SYMBOLIC_LINK,
    HARD_LINK
  }
}
