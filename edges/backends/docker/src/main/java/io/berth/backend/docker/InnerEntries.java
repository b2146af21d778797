// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.kit.TarEntry;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sees to it that the entries of an archive stay below the folder that it is unpacked in.
final class InnerEntries {

  private final Set<String> links = new HashSet<>();
  private final Set<String> files = new HashSet<>();

  /// Returns an entry with its name in the plain form, or `null` if it is the folder itself.
  ///
  /// @throws IOException if it leads out
  @Nullable TarEntry checked(TarEntry entry) throws IOException {
    String name = plain(entry.name(), entry);
    if (name.isEmpty()) {
      return null;
    }
    String link = entry.link();
    links.remove(name);
    files.remove(name);
    switch (entry.kind()) {
      case FOLDER -> {}
      case FILE -> files.add(name);
      case SYMBOLIC_LINK -> links.add(name);
      case HARD_LINK -> {
        link = plain(link, entry);
        if (!files.contains(link)) {
          throw new IOException(
              "`" + entry.name() + "` is a link to `" + entry.link() + "`, which is no file here");
        }
        files.add(name);
      }
    }
    return new TarEntry(name, entry.kind(), link, entry.mode(), entry.size(), entry.modified());
  }

  private String plain(String name, TarEntry entry) throws IOException {
    if (name.startsWith("/") || name.indexOf('\0') >= 0) {
      throw escape(entry);
    }
    var plain = new StringBuilder();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw escape(entry);
      }
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (links.contains(plain.toString())) {
        throw new IOException(
            "`" + entry.name() + "` goes through `" + plain + "`, which is no folder");
      }
      plain.append(plain.isEmpty() ? "" : "/").append(part);
    }
    return plain.toString();
  }

  private static IOException escape(TarEntry entry) {
    return new IOException("`" + entry.name() + "` leads out of the folder it is unpacked in");
  }
}
