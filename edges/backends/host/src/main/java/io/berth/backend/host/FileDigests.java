// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.FileHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// SHA-256 of files.
final class FileDigests {

  private static final int BUFFER = 64 << 10;

  private FileDigests() {}

  static List<FileHash> of(List<String> paths) throws IOException {
    List<FileHash> hashes = new ArrayList<>(paths.size());
    byte[] buffer = new byte[BUFFER];
    MessageDigest digest = sha256();
    for (String name : paths) {
      Path path = Path.of(name);
      if (Files.isRegularFile(path)) {
        long size = 0;
        try (InputStream in = Files.newInputStream(path)) {
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
            size += n;
          }
        }
        hashes.add(new FileHash(name, digest.digest(), size));
      } else {
        hashes.add(new FileHash(name, null, 0));
      }
    }
    return hashes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
