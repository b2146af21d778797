// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.services.ByteRange;
import io.berth.services.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Files that arrive one by one, each in pieces, from as many jobs as like to add some. A file is
/// there when all of it is; one that is sent again replaces the one before.
/// May be used from many threads.
final class Container {

  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final ArtifactLimits limits;
  private final Map<String, Arriving> arriving = new LinkedHashMap<>();
  private final Map<String, StoredArtifact.Item> files = new LinkedHashMap<>();
  private final Map<Long, StoredArtifact.Item> byNumber = new HashMap<>();
  private long numbers;
  private long reserved;

  /// A piece of a file.
  ///
  /// @param range which part of the file it is, as it is kept; `null` if the file is empty
  /// @param total how many bytes the file has as it is kept
  /// @param size how many bytes it has for those who read it
  /// @param isGzip whether it is kept as gzip
  /// @param md5 the digest of the piece in Base64, or `null` if it is not checked
  record Piece(
      @Nullable ByteRange range, long total, long size, boolean isGzip, @Nullable String md5) {}

  /// A file of which pieces are missing.
  private static final class Arriving {
    private final long number;
    private final long total;
    private final Map<Long, Long> pieces = new TreeMap<>();

    Arriving(long number, long total) {
      this.number = number;
      this.total = total;
    }

    boolean isComplete() {
      long covered = 0;
      for (Map.Entry<Long, Long> piece : pieces.entrySet()) {
        if (piece.getKey() > covered) {
          return false;
        }
        covered = Math.max(covered, piece.getKey() + piece.getValue());
      }
      return covered >= total;
    }
  }

  /// @param folder holds nothing but these files
  Container(Path folder, ArtifactLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /// Takes a piece of a file.
  ///
  /// @param path the name of the file in the artifact, checked
  void piece(String path, Piece piece, InputStream bytes) throws IOException {
    if (piece.range() != null && piece.range().first() + piece.range().length() > piece.total()) {
      throw new Refusal(Refusal.Kind.INVALID, "a piece ends behind the end of its file");
    }
    Arriving file = arriving(path, piece);
    long start = piece.range() == null ? 0 : piece.range().first();
    try (var channel =
        FileChannel.open(
            folder.resolve(Long.toString(file.number)),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      long written = copy(bytes, channel.position(start), piece.md5());
      long wanted = piece.range() == null ? 0 : piece.range().length();
      if (written != wanted) {
        throw new Refusal(
            Refusal.Kind.INVALID, "a piece of " + wanted + " bytes ended after " + written);
      }
    }
    synchronized (this) {
      file.pieces.put(start, piece.range() == null ? 0 : piece.range().length());
      if (file.isComplete() && arriving.remove(path, file)) {
        var whole = new StoredArtifact.Item(path, file.number, piece.size(), piece.isGzip());
        byNumber.put(whole.number(), whole);
        StoredArtifact.Item old = files.put(path, whole);
        if (old != null) {
          byNumber.remove(old.number());
          Files.deleteIfExists(folder.resolve(Long.toString(old.number())));
        }
      }
    }
  }

  private synchronized Arriving arriving(String path, Piece piece) throws Refusal {
    Arriving file = arriving.get(path);
    if (file != null && file.total == piece.total()) {
      return file;
    }
    if (arriving.size() + files.size() >= limits.files()) {
      throw new Refusal(
          Refusal.Kind.TOO_LARGE, "an artifact has at most " + limits.files() + " files");
    }
    if (piece.total() > limits.bytes() - reserved) {
      throw new Refusal(
          Refusal.Kind.TOO_LARGE, "an artifact has at most " + limits.bytes() + " bytes");
    }
    reserved += piece.total();
    var begun = new Arriving(++numbers, piece.total());
    arriving.put(path, begun);
    return begun;
  }

  private static long copy(InputStream bytes, FileChannel file, @Nullable String md5)
      throws IOException {
    try {
      MessageDigest digest = md5 == null ? null : MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[BUFFER];
      long written = 0;
      int read = bytes.read(buffer);
      while (read >= 0) {
        if (digest != null) {
          digest.update(buffer, 0, read);
        }
        var piece = ByteBuffer.wrap(buffer, 0, read);
        while (piece.hasRemaining()) {
          written += file.write(piece);
        }
        read = bytes.read(buffer);
      }
      if (digest != null && !Base64.getEncoder().encodeToString(digest.digest()).equals(md5)) {
        throw new Refusal(
            Refusal.Kind.INVALID, "the bytes of a piece are not those that its digest is of");
      }
      return written;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /// Returns the files that are there.
  synchronized List<StoredArtifact.Item> files() {
    return new ArrayList<>(files.values());
  }

  /// Returns a file by its number, or `null` if there is none.
  synchronized StoredArtifact.@Nullable Item file(long number) {
    return byNumber.get(number);
  }

  Path path(StoredArtifact.Item file) {
    return folder.resolve(Long.toString(file.number()));
  }
}
