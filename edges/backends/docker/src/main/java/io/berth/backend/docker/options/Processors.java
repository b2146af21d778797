// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.SortedSet;
import java.util.TreeSet;

/// Processors, or banks of memory, as `0-3,5`.
final class Processors {

  private static final int MOST = 8192;

  private Processors() {}

  /// Checks that a text names some, and returns it.
  static String text(String text) throws Malformed {
    read(text);
    return text;
  }

  static SortedSet<Integer> read(String text) throws Malformed {
    SortedSet<Integer> all = new TreeSet<>();
    for (String range : text.split(",", -1)) {
      int dash = range.indexOf('-');
      Reading<Long> number = Reading.number(0, MOST - 1);
      long from = number.read(dash < 0 ? range : range.substring(0, dash));
      long to = dash < 0 ? from : number.read(range.substring(dash + 1));
      if (to < from) {
        throw new Malformed("`" + range + "` runs backwards", "write it as `0-3`");
      }
      for (long one = from; one <= to; one++) {
        all.add((int) one);
      }
    }
    return all;
  }

  /// Returns those of a text that was read before.
  static SortedSet<Integer> of(String text) {
    try {
      return read(text);
    } catch (Malformed e) {
      throw new IllegalStateException(text, e);
    }
  }

  static String words(SortedSet<Integer> all) {
    StringBuilder words = new StringBuilder();
    int from = -1;
    for (int one : all) {
      if (!all.contains(one - 1)) {
        from = one;
        words.append(words.isEmpty() ? "" : ",").append(one);
      }
      if (!all.contains(one + 1) && one != from) {
        words.append('-').append(one);
      }
    }
    return words.toString();
  }
}
