// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads the value of an option as the docker command does.
///
/// @param <T> what it is read to
@FunctionalInterface
interface Reading<T> {

  T read(String text) throws Malformed;

  /// Any text but none.
  static String text(String text) throws Malformed {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new Malformed("it has no value", "write a value, or remove it");
    }
    return text;
  }

  /// `true` or `false`, in the spellings of the docker command.
  static Boolean truth(String text) throws Malformed {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      case String other ->
          throw new Malformed("`" + other + "` is neither true nor false", "write one of the two");
    };
  }

  /// A whole number between two bounds.
  static Reading<Long> number(long least, long most) {
    return text -> {
      try {
        long number = Long.parseLong(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below, with the bounds.
      }
      throw new Malformed(
          "`" + text + "` is not a whole number from " + least + " to " + most,
          "write such a number");
    };
  }

  /// Bytes: a number and perhaps a unit, each a power of 1024.
  static Long size(String text) throws Malformed {
    String lower = text.toLowerCase(Locale.ROOT);
    int end = lower.length();
    if (lower.endsWith("ib")) {
      end -= 2;
    } else if (lower.endsWith("b")) {
      end--;
    }
    int unit = end > 0 ? "kmgtp".indexOf(lower.charAt(end - 1)) + 1 : 0;
    if (unit > 0) {
      end--;
    }
    try {
      BigDecimal number = plain(lower.substring(0, end).strip());
      long bytes =
          number.multiply(BigDecimal.valueOf(1L << (10 * unit))).toBigInteger().longValueExact();
      if (bytes >= 0) {
        return bytes;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below.
    }
    throw new Malformed(
        "`" + text + "` is not a size", "write a number with a unit, as `512m` or `2g`");
  }

  /// Bytes, or -1 for no bound.
  static Long sizeOrUnlimited(String text) throws Malformed {
    return text.equals("-1") ? -1L : size(text);
  }

  /// Processors, in billionths.
  static Long processors(String text) throws Malformed {
    try {
      long nanos = plain(text).movePointRight(9).longValueExact();
      if (nanos >= 0) {
        return nanos;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below.
    }
    throw new Malformed(
        "`" + text + "` is not a number of processors", "write a number as `2` or `0.5`");
  }

  private static BigDecimal plain(String text) {
    if (text.length() > 30 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      throw new NumberFormatException(text);
    }
    return new BigDecimal(text);
  }

  /// A duration such as `1m30s`, in nanoseconds.
  static Long duration(String text) throws Malformed {
    Map<String, Duration> units =
        Map.of(
            "ns", Duration.ofNanos(1),
            "us", Duration.ofNanos(1000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1));
    var malformed =
        new Malformed("`" + text + "` is not a duration", "write it as `10s`, `1m30s` or `500ms`");
    if (text.equals("0")) {
      return 0L;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    int at = 0;
    try {
      do {
        int unit = at;
        while (unit < text.length() && ".0123456789".indexOf(text.charAt(unit)) >= 0) {
          unit++;
        }
        int end = unit;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
          end++;
        }
        Duration length = units.get(text.substring(unit, end));
        if (length == null) {
          throw malformed;
        }
        nanos =
            nanos.add(plain(text.substring(at, unit)).multiply(new BigDecimal(length.toNanos())));
        at = end;
      } while (at < text.length());
      return nanos.toBigInteger().longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw malformed;
    }
  }

  /// A key and a value with `=` between them.
  static Map.Entry<String, String> pair(String text) throws Malformed {
    int equals = text.indexOf('=');
    if (equals < 1 || text.indexOf('\0') >= 0) {
      throw new Malformed("it is not of the form `NAME=VALUE`", "write `NAME=VALUE`");
    }
    return Map.entry(text.substring(0, equals), text.substring(equals + 1));
  }

  /// An absolute path inside the container, in its shortest form.
  static String path(String text) throws Malformed {
    if (!text.startsWith("/")
        || text.indexOf('\0') >= 0
        || List.of(text.split("/")).contains("..")) {
      throw new Malformed(
          "`" + text + "` is not an absolute path without `..`", "write a path as `/data`");
    }
    StringBuilder shortest = new StringBuilder();
    for (String part : text.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        shortest.append('/').append(part);
      }
    }
    return shortest.isEmpty() ? "/" : shortest.toString();
  }
}
