// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.model.BerthException;
import io.berth.spi.Environment;
import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Files of which modes, bytes or names are lost.
final class FaultyFiles {

  private static final int BLOCK = 512;
  private static final int TYPE = 156;

  private final Environment truth;
  private final FaultScript script;

  FaultyFiles(Environment truth, FaultScript script) {
    this.truth = truth;
    this.script = script;
  }

  void write(List<FileWrite> written) throws IOException {
    List<FileWrite> changed = new ArrayList<>();
    for (FileWrite file : written) {
      String path =
          script.has(Fault.FILES_ELSEWHERE) && file.path().endsWith("/seen")
              ? file.path() + ".elsewhere"
              : file.path();
      changed.add(
          new FileWrite(path, file.content(), file.executable() && !script.has(Fault.MODES_LOST)));
    }
    truth.writeFiles(changed);
  }

  List<FileContent> read(List<String> paths, int maxBytes) throws IOException {
    int most = script.has(Fault.LIMIT_OF_FILES_IGNORED) ? 1 << 20 : maxBytes;
    List<FileContent> read = truth.readFiles(paths, most);
    if (script.has(Fault.MISSING_FILE_FAILS)) {
      for (FileContent content : read) {
        if (content.content() == null) {
          throw new NoSuchFileException(content.path());
        }
      }
    }
    return read;
  }

  List<FileHash> hash(List<String> paths) throws IOException {
    List<FileHash> hashes = truth.hashFiles(paths);
    if (!script.has(Fault.DIGESTS_WRONG)) {
      return hashes;
    }
    List<FileHash> wrong = new ArrayList<>();
    for (FileHash hash : hashes) {
      byte[] digest = hash.sha256();
      wrong.add(
          new FileHash(hash.path(), digest == null ? null : new byte[digest.length], hash.size()));
    }
    return wrong;
  }

  List<FileEntry> list(String directory, boolean followLinks, int max) throws IOException {
    List<FileEntry> entries = truth.listFiles(directory, followLinks, max);
    return script.has(Fault.LISTS_UNSORTED) ? entries.reversed() : entries;
  }

  void copyIn(String directory, InputStream tar) throws IOException {
    if (script.has(Fault.COPY_FAILS)) {
      throw new IOException("nothing can be copied, as the script says");
    }
    if (script.has(Fault.COPY_HANGS)) {
      Stalling.forEver();
    }
    if (script.has(Fault.COPY_ESCAPES)) {
      escaping(directory, tar);
      return;
    }
    boolean tolerant = script.has(Fault.COPY_CUT_SUCCEEDS) || script.has(Fault.COPY_TAKES_GARBAGE);
    try {
      truth.copyIn(directory, tar);
    } catch (IOException | BerthException e) {
      if (!tolerant) {
        throw e;
      }
    }
  }

  /// Takes what leads out of the folder as if it belonged there.
  private void escaping(String directory, InputStream tar) throws IOException {
    byte[] archive = tar.readAllBytes();
    try {
      truth.copyIn(directory, new ByteArrayInputStream(archive));
    } catch (IOException | BerthException e) {
      Path out = Path.of(directory).resolveSibling("escaped");
      Files.createDirectories(out.getParent());
      Files.writeString(out, "bad");
    }
  }

  void copyOut(String path, OutputStream tar) throws IOException {
    if (script.has(Fault.COPY_OF_NOTHING_SUCCEEDS) && !Files.exists(Path.of(path))) {
      tar.write(new byte[2 * BLOCK]);
      return;
    }
    if (!script.has(Fault.COPY_LOSES_FILES)) {
      truth.copyOut(path, tar);
      return;
    }
    var whole = new ByteArrayOutputStream();
    truth.copyOut(path, whole);
    tar.write(withoutOneFile(whole.toByteArray()));
  }

  /// Leaves out the first empty file.
  private static byte[] withoutOneFile(byte[] tar) {
    for (int at = 0; at + BLOCK <= tar.length; at += BLOCK) {
      boolean header =
          new String(tar, at + 257, 5, java.nio.charset.StandardCharsets.US_ASCII).equals("ustar");
      if (header && tar[at + TYPE] == '0' && isZero(tar, at + 124)) {
        byte[] rest = Arrays.copyOf(tar, tar.length - BLOCK);
        System.arraycopy(tar, at + BLOCK, rest, at, tar.length - at - BLOCK);
        return rest;
      }
    }
    return tar;
  }

  private static boolean isZero(byte[] tar, int at) {
    for (int i = at; i < at + 11; i++) {
      if (tar[i] != '0') {
        return false;
      }
    }
    return true;
  }

  void deleteAll(String folder) {
    try (Stream<Path> below = Files.walk(Path.of(folder))) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
