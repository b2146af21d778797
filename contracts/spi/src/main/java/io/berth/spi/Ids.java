// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// The form of the ids that callers choose.
final class Ids {

  private static final int MAX = 128;

  private Ids() {}

  /// Refuses anything but 1 to 128 ASCII letters, digits, `.`, `_` and `-`, and the folder names
  /// `.` and `..`.
  static void check(String kind, String id) {
    boolean good = !id.isEmpty() && id.length() <= MAX && !id.equals(".") && !id.equals("..");
    for (int i = 0; good && i < id.length(); i++) {
      good = allowed(id.charAt(i));
    }
    if (!good) {
      throw new IllegalArgumentException("not an id of an " + kind + ": `" + id + "`");
    }
  }

  private static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
