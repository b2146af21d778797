// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.FileHash;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// Hashes a file that comes as a tar stream.
final class TarHash implements TarScan.Visitor {

  private final String name;
  private final MessageDigest digest = sha256();
  private @Nullable TarEntry first;
  private boolean others;

  private TarHash(String name) {
    this.name = name;
  }

  static FileHash of(TarStreams place, String path) throws IOException {
    var hash = new TarHash(path.substring(path.lastIndexOf('/') + 1));
    var scan = new TarScan(hash);
    try {
      place.copyOut(path, scan);
    } catch (NoSuchFileException e) {
      return new FileHash(path, null, 0);
    }
    scan.finish();
    TarEntry entry = hash.first;
    if (entry == null || hash.others || !TarFiles.isItself(entry, hash.name)) {
      return new FileHash(path, null, 0);
    }
    return new FileHash(path, hash.digest.digest(), entry.size());
  }

  @Override
  public void entry(TarEntry entry) {
    others = first != null;
    first = first == null ? entry : first;
  }

  @Override
  public void content(byte[] bytes, int offset, int length) {
    if (!others) {
      digest.update(bytes, offset, length);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
