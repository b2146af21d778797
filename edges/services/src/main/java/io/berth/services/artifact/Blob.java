// SPDX-License-Identifier: Apache-2.0
package io.berth.services.artifact;

import io.berth.services.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Content that arrives in blocks, many at a time and in any order, until a list says in which
/// order they are the whole.
///
/// All blocks go into one file, each where the one before it ends. If that is their order in the
/// list, as it is when a client sends one after the other, the file is the content already.
/// May be used from many threads.
final class Blob {

  private static final int BUFFER = 1 << 18;
  private static final String PART = "content.part";

  private final Path folder;
  private final ArtifactLimits limits;
  private final Map<String, Block> blocks = new HashMap<>();
  private long reserved;
  private boolean isWhole;

  /// Where a block lies in the file.
  private record Block(long start, long length) {}

  /// @param folder holds nothing but this content
  Blob(Path folder, ArtifactLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /// Takes a block. One that was sent before with the same name is replaced.
  ///
  /// @param length how many bytes it has, or -1 if that is not known before its end
  void block(String name, long length, InputStream bytes) throws IOException {
    if (length < 0) {
      // Nothing else can be placed behind it before it ends: it waits in a file of its own.
      Path whole = Files.createTempFile(folder, "block", ".part");
      try {
        Files.copy(bytes, whole, StandardCopyOption.REPLACE_EXISTING);
        try (InputStream again = Files.newInputStream(whole)) {
          block(name, Files.size(whole), again);
        }
      } finally {
        Files.delete(whole);
      }
      return;
    }
    long start = reserve(name, length);
    try (var file =
        FileChannel.open(
            folder.resolve(PART), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.position(start);
      long written = copy(bytes, file);
      if (written != length) {
        throw new Refusal(
            Refusal.Kind.INVALID, "a block of " + length + " bytes ended after " + written);
      }
    }
    synchronized (this) {
      blocks.put(name, new Block(start, length));
    }
  }

  private synchronized long reserve(String name, long length) throws Refusal {
    checkOpen();
    if (!blocks.containsKey(name) && blocks.size() >= limits.blocks()) {
      throw tooMany();
    }
    if (length > limits.bytes() - reserved) {
      throw new Refusal(
          Refusal.Kind.TOO_LARGE, "an artifact has at most " + limits.bytes() + " bytes");
    }
    long start = reserved;
    reserved += length;
    return start;
  }

  private Refusal tooMany() {
    return new Refusal(
        Refusal.Kind.TOO_LARGE, "an artifact is sent in at most " + limits.blocks() + " blocks");
  }

  private static long copy(InputStream bytes, FileChannel file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long written = 0;
    int read = bytes.read(buffer);
    while (read >= 0) {
      var piece = ByteBuffer.wrap(buffer, 0, read);
      while (piece.hasRemaining()) {
        written += file.write(piece);
      }
      read = bytes.read(buffer);
    }
    return written;
  }

  /// Makes the content whole: the blocks in this order, and no others.
  synchronized void commit(List<String> names) throws IOException {
    if (isWhole) {
      return; // a client that did not hear the answer asks again
    }
    if (names.size() > limits.blocks()) {
      throw tooMany();
    }
    long end = 0;
    boolean inOrder = true;
    for (String name : names) {
      Block block = known(name);
      inOrder &= block.start() == end;
      end += block.length();
    }
    Path part = folder.resolve(PART);
    if (!Files.exists(part)) {
      Files.createFile(part);
    }
    if (!inOrder || end != Files.size(part)) {
      part = straighten(names, part);
    }
    Files.move(part, content(), StandardCopyOption.ATOMIC_MOVE);
    isWhole = true;
    blocks.clear();
  }

  private Path straighten(List<String> names, Path part) throws IOException {
    Path straight = folder.resolve("straight.part");
    try (var from = FileChannel.open(part, StandardOpenOption.READ);
        var to =
            FileChannel.open(
                straight,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      for (String name : names) {
        Block block = known(name);
        long at = block.start();
        long end = block.start() + block.length();
        while (at < end) {
          at += from.transferTo(at, end - at, to);
        }
      }
    }
    Files.delete(part);
    return straight;
  }

  private Block known(String name) throws Refusal {
    Block block = blocks.get(name);
    if (block == null) {
      throw new Refusal(Refusal.Kind.INVALID, "the block `" + name + "` was never sent whole");
    }
    return block;
  }

  private void checkOpen() throws Refusal {
    if (isWhole) {
      throw new Refusal(Refusal.Kind.EXISTS, "the content is whole already");
    }
  }

  Path content() {
    return folder.resolve(StoredArtifact.CONTENT);
  }

  /// Returns the digest of the whole content as `sha256:` and hexadecimal digits, after it has been
  /// forced to the disk; `null` if it is not whole.
  @Nullable String digest() throws IOException {
    synchronized (this) {
      if (!isWhole) {
        return null;
      }
    }
    try (var file = FileChannel.open(content(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        InputStream bytes = Channels.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      int read = bytes.read(buffer);
      while (read >= 0) {
        digest.update(buffer, 0, read);
        read = bytes.read(buffer);
      }
      file.force(true);
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
