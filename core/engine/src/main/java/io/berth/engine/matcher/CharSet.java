// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A set of UTF-16 units.
final class CharSet {

  static final CharSet DIGITS = new Builder().add('0', '9').build();
  static final CharSet WORD =
      new Builder().add('0', '9').add('A', 'Z').add('a', 'z').add('_', '_').build();
  static final CharSet SPACE = new Builder().add('\t', '\r').add(' ', ' ').build();
  static final CharSet NO_LINE_FEED = new Builder().add('\n', '\n').build().complement();

  private static final int LAST = Character.MAX_VALUE;
  private static final int ASCII = 128;

  /// First and last of each range, sorted, apart from each other.
  private final int[] ranges;

  private final boolean[] ascii = new boolean[ASCII];

  private CharSet(int[] ranges) {
    this.ranges = ranges;
    for (int i = 0; i < ranges.length; i += 2) {
      for (int c = ranges[i]; c <= ranges[i + 1] && c < ASCII; c++) {
        ascii[c] = true;
      }
    }
  }

  static CharSet of(char c) {
    return new Builder().add(c, c).build();
  }

  boolean contains(char c) {
    if (c < ASCII) {
      return ascii[c];
    }
    for (int i = 0; i < ranges.length && ranges[i] <= c; i += 2) {
      if (c <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /// Returns the smallest of its characters.
  int first() {
    return ranges[0];
  }

  boolean isSingle() {
    return ranges.length == 2 && ranges[0] == ranges[1];
  }

  CharSet complement() {
    List<int[]> gaps = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] > from) {
        gaps.add(new int[] {from, ranges[i] - 1});
      }
      from = ranges[i + 1] + 1;
    }
    if (from <= LAST) {
      gaps.add(new int[] {from, LAST});
    }
    return of(gaps);
  }

  /// Returns the set with both cases of each letter; of ranges longer than the alphabets of Europe
  /// only as far as that.
  CharSet withoutCase() {
    var both = new Builder().add(this);
    for (int i = 0; i < ranges.length; i += 2) {
      int last = Math.min(ranges[i + 1], 0x24ff);
      for (int c = ranges[i]; c <= last; c++) {
        both.add(Character.toLowerCase(c), Character.toLowerCase(c));
        both.add(Character.toUpperCase(c), Character.toUpperCase(c));
      }
    }
    return both.build();
  }

  private static CharSet of(List<int[]> sorted) {
    int[] flat = new int[sorted.size() * 2];
    for (int i = 0; i < sorted.size(); i++) {
      flat[2 * i] = sorted.get(i)[0];
      flat[2 * i + 1] = sorted.get(i)[1];
    }
    return new CharSet(flat);
  }

  @Override
  public String toString() {
    return "CharSet" + Arrays.toString(ranges);
  }

  /// Collects ranges in any order.
  static final class Builder {

    private final List<int[]> ranges = new ArrayList<>();

    Builder add(int first, int last) {
      ranges.add(new int[] {first, last});
      return this;
    }

    Builder add(CharSet more) {
      for (int i = 0; i < more.ranges.length; i += 2) {
        add(more.ranges[i], more.ranges[i + 1]);
      }
      return this;
    }

    CharSet build() {
      ranges.sort((one, other) -> Integer.compare(one[0], other[0]));
      List<int[]> apart = new ArrayList<>();
      for (int[] range : ranges) {
        int[] before = apart.isEmpty() ? null : apart.getLast();
        if (before != null && range[0] <= before[1] + 1) {
          before[1] = Math.max(before[1], range[1]);
        } else {
          apart.add(range.clone());
        }
      }
      return of(apart);
    }
  }
}
