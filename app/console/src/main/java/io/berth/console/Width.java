// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import java.util.ArrayList;
import java.util.List;

/// How many columns text takes on a terminal.
final class Width {

  /// First and last code points of what Unicode 16 calls wide or fullwidth, emoji included.
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3,
    0x25FD, 0x25FE, 0x2614, 0x2615, 0x2630, 0x2637, 0x2648, 0x2653, 0x267F, 0x267F, 0x268A, 0x268F,
    0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE,
    0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD,
    0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755,
    0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50,
    0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0x3247, 0x3250, 0xA4C6, 0xA960, 0xA97C, 0xAC00, 0xD7A3,
    0xF900, 0xFAFF, 0xFE10, 0xFE19, 0xFE30, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0,
    0x18DFF, 0x1AFF0, 0x1B2FB, 0x1D300, 0x1D376, 0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E,
    0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E,
    0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8,
    0x1F43E, 0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550,
    0x1F567, 0x1F57A, 0x1F57A, 0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680,
    0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2, 0x1F6D5, 0x1F6D7, 0x1F6DC, 0x1F6DF, 0x1F6EB,
    0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7EB, 0x1F7F0, 0x1F7F0, 0x1F90C, 0x1F93A, 0x1F93C,
    0x1F945, 0x1F947, 0x1F9FF, 0x1FA70, 0x1FAF8, 0x20000, 0x3FFFD
  };

  private Width() {}

  static int of(int codePoint) {
    if (codePoint < 0x300) {
      return codePoint == 0xAD ? 0 : 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        || (codePoint >= 0x1160 && codePoint <= 0x11FF)) {
      return 0;
    }
    return isWide(codePoint) ? 2 : 1;
  }

  static int of(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int end = Ansi.sequenceEnd(text, i);
      if (end > i) {
        i = end;
        continue;
      }
      int codePoint = text.codePointAt(i);
      width += of(codePoint);
      i += Character.charCount(codePoint);
    }
    return width;
  }

  /// Returns `text`, cut to `columns` with `ellipsis` (one column) at its end if it is longer.
  /// Colours take no room and are ended.
  static String cut(String text, int columns, String ellipsis) {
    if (of(text) <= columns) {
      return text;
    }
    if (columns < 1) {
      return "";
    }
    var kept = new StringBuilder();
    boolean coloured = false;
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int end = Ansi.sequenceEnd(text, i);
      if (end > i) {
        kept.append(text, i, end);
        coloured = true;
        i = end;
        continue;
      }
      int codePoint = text.codePointAt(i);
      if (width + of(codePoint) > columns - 1) {
        break;
      }
      width += of(codePoint);
      kept.appendCodePoint(codePoint);
      i += Character.charCount(codePoint);
    }
    kept.append(ellipsis);
    return (coloured ? kept.append(Ansi.RESET) : kept).toString();
  }

  /// Breaks a line into rows of at most `columns`, between words where a word ends in the second
  /// half of a row. A colour ends with its row.
  static List<String> wrap(String text, int columns) {
    List<String> rows = new ArrayList<>();
    int start = 0;
    while (of(text.substring(start)) > columns) {
      int end = fitting(text, start, columns);
      int space = text.lastIndexOf(' ', end);
      int stop = space > start + (end - start) / 2 ? space : end;
      String row = text.substring(start, stop);
      boolean open = row.indexOf('\u001b') >= 0 && !row.endsWith(Ansi.RESET);
      rows.add(open ? row + Ansi.RESET : row);
      start = stop == space ? stop + 1 : stop;
    }
    rows.add(text.substring(start));
    return rows;
  }

  /// Returns where the text that fits into `columns` ends, at least one character after `from`.
  private static int fitting(String text, int from, int columns) {
    int width = 0;
    int i = from;
    while (i < text.length()) {
      int end = Ansi.sequenceEnd(text, i);
      if (end == i) {
        int codePoint = text.codePointAt(i);
        width += of(codePoint);
        end = i + Character.charCount(codePoint);
        if (width > columns && i > from) {
          return i;
        }
      }
      i = end;
    }
    return i;
  }

  private static boolean isWide(int codePoint) {
    int low = 0;
    int high = WIDE.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (codePoint < WIDE[2 * middle]) {
        high = middle - 1;
      } else if (codePoint > WIDE[2 * middle + 1]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }
}
