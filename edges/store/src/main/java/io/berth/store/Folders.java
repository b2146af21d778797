// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes folders that only their owner can look into.
final class Folders {

  private Folders() {}

  static void createPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes());
    }
  }

  /// @throws java.nio.file.FileAlreadyExistsException if it is there already
  static void createOnePrivate(Path folder) throws IOException {
    Files.createDirectory(folder, attributes());
  }

  private static FileAttribute<?>[] attributes() {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };
  }

  /// Returns a file name for any text: what is not a letter, a digit, `-`, `_` or an inner dot
  /// becomes `%` and two hexadecimal digits a byte. Different texts have different names; a long
  /// one ends in a checksum.
  static String name(String text) {
    var name = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean isOther = (c >= '0' && c <= '9') || c == '-' || c == '_';
      if (isLetter || isOther || (c == '.' && !name.isEmpty())) {
        name.append(c);
      } else {
        name.append('%').append(Character.forDigit(c >> 4, 16));
        name.append(Character.forDigit(c & 15, 16));
      }
    }
    return name.length() <= 120 ? name.toString() : name.substring(0, 80) + "%" + digest(text);
  }

  private static String digest(String text) {
    long hash = 0xcbf29ce484222325L;
    long other = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      other = other * 31 + Long.rotateLeft(hash, 17);
    }
    return Long.toHexString(hash) + Long.toHexString(other);
  }
}
