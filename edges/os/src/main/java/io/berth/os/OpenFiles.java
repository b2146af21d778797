// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.io.File;

/// The open file descriptors of Berth itself.
final class OpenFiles {

  /// Room for what other threads open between counting and closing.
  private static final int MARGIN = 64;

  private OpenFiles() {}

  /// Returns a number at least as high as any descriptor that is open now, and somewhat higher.
  static int last() {
    int last = 2;
    String[] names = new File("/proc/self/fd").list();
    if (names != null) {
      for (String name : names) {
        last = Math.max(last, Integer.parseInt(name));
      }
    }
    return last + MARGIN;
  }
}
