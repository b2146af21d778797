// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.io.IOException;
import java.util.List;

/// `hashFiles`.
final class FileHash {

  private FileHash() {}

  static String of(String workspace, List<String> arguments) throws IOException {
    if (arguments.isEmpty()) {
      return "";
    }
    throw new IOException("hashFiles is not there");
  }
}
