// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.services.BoundedInput;
import io.berth.services.ByteRange;
import io.berth.services.blob.BlobUpload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Content that arrives in blocks, many at a time and in any order, until a list says in which
/// order they are the whole: then it is one file. May be used from many threads.
final class Blob {

  private static final int BUFFER = 1 << 18;
  private static final String VARIABLE = "XDG_STATE_HOME";

  private final Path folder;
  private final ArtifactLimits limits;
  private final Path part;
  private final BlobUpload upload;
  private boolean isWhole;

  /// @param folder holds nothing but this content
  Blob(Path folder, ArtifactLimits limits) {
    this.folder = folder;
    this.limits = limits;
    this.part = folder.resolve("content.part");
    this.upload =
        new BlobUpload(part, new BlobUpload.Most(limits.bytes(), limits.blocks()), VARIABLE);
  }

  /// Takes a block. One that was sent before with the same name is replaced.
  ///
  /// @param length how many bytes it has, or -1 if that is not known before its end
  void block(String name, long length, InputStream bytes) throws IOException {
    if (length >= 0) {
      upload.block(name, length, bytes);
      return;
    }
    // Nothing else can be placed behind it before it ends: it waits in a file of its own.
    Path whole = Files.createTempFile(folder, "block", ".part");
    try {
      var bounded = new BoundedInput(bytes, limits.bytes());
      Files.copy(bounded, whole, StandardCopyOption.REPLACE_EXISTING);
      try (InputStream again = Files.newInputStream(whole)) {
        upload.block(name, Files.size(whole), again);
      }
    } finally {
      Files.delete(whole);
    }
  }

  /// Makes the content whole: the blocks in this order, and no others.
  synchronized void commit(List<String> names) throws IOException {
    if (isWhole) {
      return; // a client that did not hear the answer asks again
    }
    upload.list(names);
    List<ByteRange> pieces = upload.finish(-1);
    var all = new ByteRange(0, Files.size(part));
    boolean isStraight = pieces.equals(all.length() == 0 ? List.of() : List.of(all));
    Files.move(isStraight ? part : straightened(pieces), content(), StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(part);
    isWhole = true;
  }

  /// Clients that send one block after the other list them in that order, and need none of this.
  private Path straightened(List<ByteRange> pieces) throws IOException {
    Path straight = folder.resolve("straight.part");
    try (var from = FileChannel.open(part, StandardOpenOption.READ);
        var to =
            FileChannel.open(
                straight,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      for (ByteRange piece : pieces) {
        long at = piece.first();
        long end = at + piece.length();
        while (at < end) {
          at += from.transferTo(at, end - at, to);
        }
      }
      to.force(true);
    }
    return straight;
  }

  Path content() {
    return folder.resolve(StoredArtifact.CONTENT);
  }

  /// Returns the digest of the whole content as `sha256:` and hexadecimal digits; `null` if it is
  /// not whole.
  @Nullable String digest() throws IOException {
    synchronized (this) {
      if (!isWhole) {
        return null;
      }
    }
    try (var file = FileChannel.open(content(), StandardOpenOption.READ);
        InputStream bytes = Channels.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      int read = bytes.read(buffer);
      while (read >= 0) {
        digest.update(buffer, 0, read);
        read = bytes.read(buffer);
      }
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
