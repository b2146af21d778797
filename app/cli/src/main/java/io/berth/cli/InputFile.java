// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that was named on the command line; `-` is standard input.
final class InputFile {

  private InputFile() {}

  static InputStream open(String name, Invocation invocation) {
    if (name.equals("-")) {
      return invocation.in();
    }
    try {
      return Files.newInputStream(invocation.directory().resolve(name));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  static byte[] bytes(String name, Invocation invocation) {
    try (InputStream in = open(name, invocation)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  static String text(String name, Invocation invocation) {
    return new String(bytes(name, invocation), StandardCharsets.UTF_8);
  }

  static BerthException unreadable(String name, IOException cause) {
    String why =
        switch (cause) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException _ -> "you may not read it";
          default -> Files.isDirectory(Path.of(name)) ? "it is a folder" : cause.getMessage();
        };
    return new BerthException(
        BerthError.of(
            ErrorCode.FILE_UNREADABLE,
            "`" + name + "` cannot be read: " + why,
            "name a file that is there and that you may read"),
        cause);
  }
}
