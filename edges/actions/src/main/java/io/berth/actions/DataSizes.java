// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

/// Numbers of bytes as people read them.
final class DataSizes {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private DataSizes() {}

  static String shown(long bytes) {
    int unit = 0;
    long rest = bytes;
    while (rest >= 1024 && rest % 1024 == 0 && unit < UNITS.length - 1) {
      rest /= 1024;
      unit++;
    }
    return rest + " " + UNITS[unit];
  }
}
