// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.time.Duration;

/// Prints durations as people say them: `0.4s`, `12s`, `3m 05s`, `2h 10m`.
final class Elapsed {

  private Elapsed() {}

  static String exact(Duration elapsed) {
    long tenths = (Math.max(0, elapsed.toMillis()) + 50) / 100;
    if (tenths < 600) {
      return tenths / 10 + "." + tenths % 10 + "s";
    }
    return whole(elapsed);
  }

  static String whole(Duration elapsed) {
    long seconds = Math.max(0, elapsed.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m " + twoDigits(seconds % 60) + "s";
    }
    return seconds / 3600 + "h " + twoDigits(seconds / 60 % 60) + "m";
  }

  private static String twoDigits(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
