// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Writes lines for whoever started this process.
final class Printing {

  private Printing() {}

  static void line(FileDescriptor where, String line) {
    try {
      // The descriptor is the process's: it is not closed here.
      new FileOutputStream(where).write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
