// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.FileEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Everything below a folder, in the order that the contract states.
final class FileListing {

  private static final LinkOption[] THE_LINK_ITSELF = {LinkOption.NOFOLLOW_LINKS};
  private static final LinkOption[] WHAT_IT_LEADS_TO = {};

  private final Path root;
  private final boolean followLinks;
  private final int max;
  private final List<FileEntry> entries = new ArrayList<>();
  private final Set<Path> above = new HashSet<>();

  FileListing(Path root, boolean followLinks, int max) {
    this.root = root;
    this.followLinks = followLinks;
    this.max = max;
  }

  List<FileEntry> entries() throws IOException {
    enter(root, "");
    return entries;
  }

  private void enter(Path folder, String prefix) throws IOException {
    Path real = followLinks ? folder.toRealPath() : folder;
    if (!above.add(real)) {
      return;
    }
    for (Path child : children(folder)) {
      String path = prefix + child.getFileName();
      BasicFileAttributes attributes;
      try {
        attributes = attributes(child);
      } catch (NoSuchFileException e) {
        continue;
      }
      if (entries.size() == max) {
        throw new IOException("`" + root + "` holds more than " + max + " files");
      }
      entries.add(entry(path, attributes));
      if (attributes.isDirectory()) {
        enter(child, path + "/");
      }
    }
    above.remove(real);
  }

  private BasicFileAttributes attributes(Path path) throws IOException {
    if (followLinks && Files.exists(path)) {
      return Files.readAttributes(path, BasicFileAttributes.class, WHAT_IT_LEADS_TO);
    }
    return Files.readAttributes(path, BasicFileAttributes.class, THE_LINK_ITSELF);
  }

  private static FileEntry entry(String path, BasicFileAttributes attributes) {
    FileEntry.Kind kind = FileEntry.Kind.OTHER;
    if (attributes.isRegularFile()) {
      kind = FileEntry.Kind.FILE;
    } else if (attributes.isDirectory()) {
      kind = FileEntry.Kind.FOLDER;
    } else if (attributes.isSymbolicLink()) {
      kind = FileEntry.Kind.LINK;
    }
    long size = kind == FileEntry.Kind.FILE ? attributes.size() : 0;
    return new FileEntry(path, kind, size, attributes.lastModifiedTime().toInstant());
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    }
    children.sort(Comparator.comparing(FileListing::name, Arrays::compareUnsigned));
    return children;
  }

  private static byte[] name(Path path) {
    return String.valueOf(path.getFileName()).getBytes(StandardCharsets.UTF_8);
  }
}
