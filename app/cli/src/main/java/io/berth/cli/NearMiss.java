// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds what a mistyped word may have meant.
final class NearMiss {

  private static final int MOST = 3;

  private NearMiss() {}

  /// Returns the names that look like `word`, best first, at most 3. A name looks alike when at
  /// most a third of it is mistyped, or when one begins with the other.
  static List<String> of(String word, Collection<String> names) {
    record Candidate(String name, int distance) {}
    List<Candidate> found = new ArrayList<>();
    String wanted = word.toLowerCase(Locale.ROOT);
    for (String name : names) {
      String known = name.toLowerCase(Locale.ROOT);
      int distance = distance(wanted, known);
      boolean begins =
          wanted.length() > 2 && (known.startsWith(wanted) || wanted.startsWith(known));
      if (distance <= Math.max(1, known.length() / 3) || begins) {
        found.add(new Candidate(name, distance));
      }
    }
    found.sort(Comparator.comparingInt(Candidate::distance));
    return found.stream().limit(MOST).map(Candidate::name).toList();
  }

  /// Counts the letters to insert, delete, replace or swap with their neighbour.
  static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, replaced);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[to.length()];
  }
}
