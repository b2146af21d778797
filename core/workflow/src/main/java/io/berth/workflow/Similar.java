// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Names that somebody may have meant.
public final class Similar {

  private static final int MOST = 3;
  private static final int LONGEST = 100;

  private Similar() {}

  /// Returns the known names that look like the one given, best first, at most three.
  public static List<String> to(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return List.of();
    }
    record Candidate(String name, int distance) {}
    List<Candidate> candidates = new ArrayList<>();
    String wanted = name.toLowerCase(Locale.ROOT);
    int bound = Math.max(1, (wanted.length() + 1) / 3);
    for (String candidate : known) {
      String offered = candidate.toLowerCase(Locale.ROOT);
      int distance = distance(wanted, offered);
      if (distance <= bound && distance < offered.length()) {
        candidates.add(new Candidate(candidate, distance));
      }
    }
    candidates.sort(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name));
    List<String> names = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (names.size() < MOST && !names.contains(candidate.name())) {
        names.add(candidate.name());
      }
    }
    return names;
  }

  /// Counts the characters that have to be inserted, removed, replaced or swapped with a neighbour.
  private static int distance(String a, String b) {
    int[][] costs = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        costs[i][j] = i == 0 || j == 0 ? i + j : cheapest(costs, a, b, i, j);
      }
    }
    return costs[a.length()][b.length()];
  }

  private static int cheapest(int[][] costs, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int cost = Math.min(costs[i - 1][j], costs[i][j - 1]) + 1;
    cost = Math.min(cost, costs[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
  }
}
