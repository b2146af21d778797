// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/// Says why a file or folder that the user named cannot be read.
public final class Unreadable {

  private Unreadable() {}

  /// Returns the error.
  ///
  /// @param shown the name as the user knows it
  /// @param path where it was looked for
  public static BerthError of(String shown, Path path, IOException cause) {
    String why =
        switch (cause) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException _ -> "you may not read it";
          case NotDirectoryException _ -> "it is no folder";
          case CharacterCodingException _ -> "it is not UTF-8 text";
          default -> Files.isDirectory(path) ? "it is a folder" : cause.getMessage();
        };
    return BerthError.of(
        ErrorCode.FILE_UNREADABLE,
        "`" + shown + "` cannot be read: " + why,
        "name a file that is there and that you may read");
  }
}
