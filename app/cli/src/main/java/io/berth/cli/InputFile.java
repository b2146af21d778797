// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthException;
import io.berth.run.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

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
      throw unreadable(name, invocation, e);
    }
  }

  static byte[] bytes(String name, Invocation invocation) {
    try (InputStream in = open(name, invocation)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(name, invocation, e);
    }
  }

  static String text(String name, Invocation invocation) {
    return new String(bytes(name, invocation), StandardCharsets.UTF_8);
  }

  static BerthException unreadable(String name, Invocation invocation, IOException cause) {
    return new BerthException(
        Unreadable.of(name, invocation.directory().resolve(name), cause), cause);
  }
}
