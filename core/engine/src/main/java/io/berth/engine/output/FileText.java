// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Decodes the text of a file that a step wrote: UTF-8 unless a byte order mark says otherwise, as
/// the one that Windows PowerShell writes.
final class FileText {

  private FileText() {}

  static String decode(byte[] content) {
    if (startsWith(content, 0xef, 0xbb, 0xbf)) {
      return new String(content, 3, content.length - 3, UTF_8);
    }
    if (startsWith(content, 0xff, 0xfe)) {
      return new String(content, 2, content.length - 2, UTF_16LE);
    }
    if (startsWith(content, 0xfe, 0xff)) {
      return new String(content, 2, content.length - 2, UTF_16BE);
    }
    return new String(content, UTF_8);
  }

  private static boolean startsWith(byte[] content, int... mark) {
    if (content.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((content[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
