// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/// A file that only its owner may know.
public final class SecretFile {

  private static final int LARGEST_TOKEN = 4096;
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SecretFile() {}

  /// Reads a token: one line of printable characters.
  ///
  /// @throws IOException if it cannot be read, others can read it, or it is no token
  public static String token(Path file) throws IOException {
    String token = new String(bytes(file, LARGEST_TOKEN), StandardCharsets.UTF_8).strip();
    if (token.isEmpty()) {
      throw new IOException("`" + file + "` is empty: it should hold a token");
    }
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
        throw new IOException(
            "`" + file + "` holds more than one word of printable ASCII, so it is no token");
      }
    }
    return token;
  }

  static byte[] bytes(Path file, int most) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "`" + file + "` is " + (Files.exists(file) ? "no regular file" : "not there"));
    }
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && !OWNERS.containsAll(view.readAttributes().permissions())) {
      throw new IOException(
          "`" + file + "` can be read by others than its owner: run `chmod 600 " + file + "`");
    }
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException("`" + file + "` is larger than " + most + " bytes");
      }
      return bytes;
    }
  }
}
