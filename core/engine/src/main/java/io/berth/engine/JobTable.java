// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of jobs, in the order in which they were added; each value knows its key. A table
/// never changes. One that differs in a value shares all keys, and one with more of them those
/// that have been there for a while, which is what makes long runs cheap.
final class JobTable<V> {

  private static final int MOST_RECENT = 64;

  private final Map<JobKey, Integer> places;
  private final Map<JobKey, Integer> recent;
  private final List<V> values;

  private JobTable(Map<JobKey, Integer> places, Map<JobKey, Integer> recent, List<V> values) {
    this.places = places;
    this.recent = recent;
    this.values = values;
  }

  static <V> JobTable<V> empty() {
    return new JobTable<>(Map.of(), Map.of(), List.of());
  }

  @Nullable V get(JobKey key) {
    Integer place = place(key);
    return place == null ? null : values.get(place);
  }

  private @Nullable Integer place(JobKey key) {
    Integer place = places.get(key);
    return place == null ? recent.get(key) : place;
  }

  int size() {
    return values.size();
  }

  Collection<V> values() {
    return Collections.unmodifiableList(values);
  }

  /// Returns this table with another value of a key, or with a new key at the end.
  JobTable<V> with(JobKey key, V value) {
    Integer place = place(key);
    if (place == null) {
      return with(Map.of(key, value));
    }
    List<V> changed = new ArrayList<>(values);
    changed.set(place, value);
    return new JobTable<>(places, recent, changed);
  }

  /// Returns this table with these values, new keys at the end in their order.
  JobTable<V> with(Map<JobKey, V> more) {
    Map<JobKey, Integer> added = new HashMap<>(recent);
    List<V> changed = new ArrayList<>(values);
    more.forEach(
        (key, value) -> {
          Integer place = place(key);
          if (place == null) {
            added.put(key, changed.size());
            changed.add(value);
          } else {
            changed.set(place, value);
          }
        });
    if (added.size() <= MOST_RECENT) {
      return new JobTable<>(places, added, changed);
    }
    added.putAll(places);
    return new JobTable<>(added, Map.of(), changed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobTable<?> that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
