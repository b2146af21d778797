// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.time.Duration;

/// Times and sizes as people type and read them.
final class CacheLimits {

  private static final String SIZES = "BKMGT";
  private static final long MOST_DAYS = 36_500;

  private CacheLimits() {}

  /// Reads `30m`, `12h` or `7d`.
  static Duration duration(String option, String text) {
    long number = number(text);
    char unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    if (number < 0 || number > MOST_DAYS || "mhd".indexOf(unit) < 0) {
      throw refused(option, text, "a whole number and `m`, `h` or `d`, such as `7d`");
    }
    return switch (unit) {
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /// Reads `0`, `500M` or `2G`, powers of 1024.
  static long bytes(String option, String text) {
    if (text.equals("0")) {
      return 0;
    }
    long number = number(text);
    char unit = text.isEmpty() ? ' ' : Character.toUpperCase(text.charAt(text.length() - 1));
    int power = SIZES.indexOf(unit);
    if (number < 0 || number > 1 << 20 || power < 0) {
      throw refused(option, text, "a whole number and `K`, `M`, `G` or `T`, such as `500M`");
    }
    return number << (10 * power);
  }

  private static long number(String text) {
    try {
      return text.length() < 2 ? -1 : Long.parseLong(text.substring(0, text.length() - 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static BerthException refused(String option, String text, String wanted) {
    return new BerthException(
        BerthError.of(
            ErrorCode.USAGE, "`" + option + " " + text + "` is not understood", "write " + wanted));
  }

  /// Returns a size in the unit in which it has up to four digits.
  static String shown(long bytes) {
    int power = 0;
    long rest = bytes;
    while (rest >= 10_000 && power < SIZES.length() - 1) {
      rest = (rest + 512) / 1024;
      power++;
    }
    return rest + (power == 0 ? " B" : " " + SIZES.charAt(power) + "iB");
  }
}
