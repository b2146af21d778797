// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import org.jspecify.annotations.Nullable;

/// A part of a content.
///
/// @param first its first byte, counted from 0
/// @param length how many bytes it has, at least 1
public record ByteRange(long first, long length) {

  /// Reads the header `Range`, of which one range is served: `bytes=0-99`, `bytes=100-` and
  /// `bytes=-50`.
  ///
  /// @return the part, or `null` if the whole is to be sent: no header, or one not understood
  /// @throws Refusal if nothing of the range is within `size` bytes
  static @Nullable ByteRange requested(@Nullable String header, long size) throws Refusal {
    if (header == null || !header.startsWith("bytes=") || header.indexOf(',') >= 0) {
      return null;
    }
    String text = header.substring("bytes=".length()).strip();
    int dash = text.indexOf('-');
    if (dash < 0 || text.length() == 1) {
      return null;
    }
    long from = dash == 0 ? -1 : number(text.substring(0, dash));
    long to = dash == text.length() - 1 ? -1 : number(text.substring(dash + 1));
    boolean isOdd = (dash > 0 && from < 0) || (dash < text.length() - 1 && to < 0);
    if (isOdd || (from >= 0 && to >= 0 && to < from)) {
      return null;
    }
    long first = from < 0 ? Math.max(0, size - to) : from;
    long last = from < 0 || to < 0 ? size - 1 : Math.min(to, size - 1);
    if (first > last) {
      throw new Refusal(
          Refusal.Kind.NO_RANGE, "`" + header + "` is beyond the end at " + size + " bytes");
    }
    return new ByteRange(first, last - first + 1);
  }

  /// Reads the header `Content-Range` of a part that is sent: `bytes 0-99/*`, `bytes 0-99/100`.
  ///
  /// @throws Refusal if it is missing or not understood
  public static ByteRange sent(@Nullable String header) throws Refusal {
    String text = header == null ? "" : header.strip();
    int dash = text.indexOf('-');
    int slash = text.indexOf('/');
    if (text.startsWith("bytes ") && dash > 0 && slash > dash) {
      long first = number(text.substring("bytes ".length(), dash).strip());
      long last = number(text.substring(dash + 1, slash).strip());
      if (first >= 0 && last >= first) {
        return new ByteRange(first, last - first + 1);
      }
    }
    throw new Refusal(
        Refusal.Kind.INVALID,
        "a part needs the header Content-Range as `bytes 0-99/*`, not `" + text + "`");
  }

  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > 15) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(digits);
  }
}
