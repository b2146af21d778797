// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every option of the docker command, by its names.
final class Flags {

  private final List<Flag<?>> all = new ArrayList<>();
  private final Map<String, Flag<?>> byName = new HashMap<>();
  private final Map<Character, Flag<?>> byLetter = new HashMap<>();

  Flags(Sources sources) {
    all.addAll(OwnFlags.ALL);
    all.addAll(ProcessFlags.ALL);
    all.addAll(NetworkFlags.ALL);
    all.addAll(SizeFlags.ALL);
    all.addAll(PrivilegeFlags.ALL);
    all.addAll(new PlaceFlags(sources).all());
    all.sort(Comparator.comparing(Flag::name));
    for (Flag<?> flag : all) {
      flag.names().forEach(name -> byName.put(name, flag));
      byLetter.put(flag.letter(), flag);
    }
    byLetter.remove(' ');
  }

  List<Flag<?>> all() {
    return List.copyOf(all);
  }

  Optional<Flag<?>> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<Flag<?>> lettered(char letter) {
    return Optional.ofNullable(byLetter.get(letter));
  }

  /// Returns names that look like one that there is not, at most 3.
  List<String> similar(String name) {
    int most = name.length() < 5 ? 1 : 2;
    return byName.keySet().stream()
        .filter(one -> distance(one, name) <= most)
        .sorted(
            Comparator.comparingInt((String one) -> distance(one, name)).thenComparing(one -> one))
        .limit(3)
        .map(one -> "--" + one)
        .toList();
  }

  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int next = Math.min(diagonal + same, 1 + Math.min(row[j], row[j - 1]));
        diagonal = row[j];
        row[j] = next;
      }
    }
    return row[other.length()];
  }
}
