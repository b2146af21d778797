// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The calls for files of what has tar streams only. A listing reads all that it lists.
///
/// @param place what has them
/// @param batchBytes how much one call writes or reads at most
public record TarFiles(TarStreams place, long batchBytes) implements FileCalls {

  @Override
  public void writeFiles(List<FileWrite> files) throws IOException {
    long total = 0;
    Map<String, List<FileWrite>> byFolder = new LinkedHashMap<>();
    for (FileWrite file : files) {
      total += file.content().length;
      check(total, "written");
      check(file.path());
      byFolder.computeIfAbsent(folder(file.path()), _ -> new ArrayList<>()).add(file);
    }
    for (Map.Entry<String, List<FileWrite>> each : byFolder.entrySet()) {
      place.copyIn(each.getKey(), new ByteArrayInputStream(tar(each.getValue())));
    }
  }

  private static byte[] tar(List<FileWrite> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var tar = new TarWriter(bytes);
    long now = System.currentTimeMillis() / 1000;
    for (FileWrite file : files) {
      byte[] content = file.content();
      int mode = file.executable() ? 0755 : 0644;
      String name = file.path().substring(file.path().lastIndexOf('/') + 1);
      tar.header(new TarEntry(name, TarEntry.Kind.FILE, "", mode, content.length, now));
      tar.write(content, 0, content.length);
      tar.pad(content.length);
    }
    tar.end();
    return bytes.toByteArray();
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash == 0 ? "/" : path.substring(0, slash);
  }

  @Override
  public List<FileContent> readFiles(List<String> paths, int maxBytes) throws IOException {
    List<FileContent> contents = new ArrayList<>(paths.size());
    long total = 0;
    for (String path : paths) {
      check(path);
      FileContent content = TarRead.of(place, path, maxBytes);
      byte[] bytes = content.content();
      total += bytes == null ? 0 : bytes.length;
      check(total, "read");
      contents.add(content);
    }
    return contents;
  }

  /// What is in a folder comes without the folder, so its first entry has another name as a rule.
  static boolean isItself(TarEntry entry, String name) {
    return entry.kind() == TarEntry.Kind.FILE && entry.name().equals(name);
  }

  @Override
  public List<FileEntry> listFiles(String directory, boolean followLinks, int max)
      throws IOException {
    check(directory);
    return TarTree.of(place, directory).list(followLinks, max);
  }

  @Override
  public List<FileHash> hashFiles(List<String> paths) throws IOException {
    List<FileHash> hashes = new ArrayList<>(paths.size());
    for (String path : paths) {
      check(path);
      hashes.add(TarHash.of(place, path));
    }
    return hashes;
  }

  /// Refuses more than one call may write or read.
  ///
  /// @param done `written` or `read`
  public void check(long total, String done) throws IOException {
    if (total > batchBytes) {
      throw new IOException(
          "files of more than " + (batchBytes >> 20) + " MiB cannot be " + done + " in one call");
    }
  }

  private static void check(String path) throws IOException {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new IOException("`" + path.replace('\0', '?') + "` is not an absolute path");
    }
  }
}
