// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// One of the standard streams: text goes out as UTF-8 whatever the locale says, and at once.
final class Output {

  private final OutputStream stream;

  Output(OutputStream stream) {
    this.stream = stream;
  }

  OutputStream stream() {
    return stream;
  }

  void print(CharSequence text) {
    try {
      stream.write(text.toString().getBytes(StandardCharsets.UTF_8));
      stream.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void line(CharSequence text) {
    print(text + "\n");
  }
}
