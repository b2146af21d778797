// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an administrator lets the jobs of a label ask of their containers.
///
/// @param profile how strictly they are held to it
/// @param dockerSocket whether they may have the engine's socket, and with it the machine
/// @param lists what they may ask for by name
/// @param limits how much they may ask for
/// @param options what every container of the label gets, written as for the docker command; the
///     jobs' own options cannot change it, and its sizes are limits
public record Policy(
    Profile profile,
    boolean dockerSocket,
    Map<AllowList, List<String>> lists,
    Limits limits,
    String options) {

  /// Nothing that needs to be allowed is.
  public static final Policy STRICT = new Policy(Profile.STRICT, false, Map.of(), Limits.NONE, "");

  public Policy {
    Map<AllowList, List<String>> copy = new EnumMap<>(AllowList.class);
    lists.forEach((list, patterns) -> copy.put(list, List.copyOf(patterns)));
    lists = Collections.unmodifiableMap(copy);
  }

  /// The most of everything that can be counted.
  ///
  /// @param amounts what is not there has its usual limit
  /// @param ulimits the most of the limits of a process, by name, as `nofile`
  /// @param processors the processors that may be named; empty for all
  public record Limits(
      Map<Limit, Long> amounts, Map<String, Long> ulimits, SortedSet<Integer> processors) {

    /// The usual ones.
    public static final Limits NONE = new Limits(Map.of(), Map.of(), new TreeSet<>());

    public Limits {
      Map<Limit, Long> copy = new EnumMap<>(Limit.class);
      copy.putAll(amounts);
      amounts = Collections.unmodifiableMap(copy);
      ulimits = Collections.unmodifiableMap(new TreeMap<>(ulimits));
      processors = Collections.unmodifiableSortedSet(new TreeSet<>(processors));
    }
  }

  /// Returns the patterns of a list.
  List<String> allowed(AllowList list) {
    return lists.getOrDefault(list, list.usual());
  }

  /// Returns the most of something, or -1 if there is no limit.
  long limit(Limit limit) {
    Long written = limits.amounts().get(limit);
    Long memory = limits.amounts().get(Limit.MEMORY);
    if (written == null && limit == Limit.MEMORY_SWAP && memory != null) {
      return 2 * memory;
    }
    return written == null ? limit.usual() : written;
  }

  /// Returns the same with a limit that is at most `amount`.
  Policy lowered(Limit limit, long amount) {
    long now = limit(limit);
    if ((now >= 0 && now <= amount) || amount == Long.MAX_VALUE) {
      return this;
    }
    Map<Limit, Long> amounts = new EnumMap<>(Limit.class);
    amounts.putAll(limits.amounts());
    amounts.put(limit, amount);
    return with(new Limits(amounts, limits.ulimits(), limits.processors()));
  }

  /// Returns the same with other limits.
  Policy with(Limits others) {
    return new Policy(profile, dockerSocket, lists, others, options);
  }
}
