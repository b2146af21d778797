// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of jobs, by their keys, in the order in which they were added. A table never
/// changes. One that differs in a value shares the keys, which is what makes it cheap: most events
/// are about a job that is known.
final class JobTable<V> {

  private final Map<JobKey, Integer> places;
  private final List<V> values;

  private JobTable(Map<JobKey, Integer> places, List<V> values) {
    this.places = places;
    this.values = values;
  }

  static <V> JobTable<V> empty() {
    return new JobTable<>(Map.of(), List.of());
  }

  @Nullable V get(JobKey key) {
    Integer place = places.get(key);
    return place == null ? null : values.get(place);
  }

  int size() {
    return values.size();
  }

  Collection<V> values() {
    return Collections.unmodifiableList(values);
  }

  /// Returns this table with another value of a key, or with a new key at the end.
  JobTable<V> with(JobKey key, V value) {
    if (!places.containsKey(key)) {
      return with(Map.of(key, value));
    }
    List<V> changed = new ArrayList<>(values);
    changed.set(places.get(key), value);
    return new JobTable<>(places, changed);
  }

  /// Returns this table with these values, new keys at the end in their order.
  JobTable<V> with(Map<JobKey, V> more) {
    Map<JobKey, Integer> grown = new HashMap<>(places);
    List<V> changed = new ArrayList<>(values);
    more.forEach(
        (key, value) -> {
          Integer place = grown.putIfAbsent(key, changed.size());
          if (place == null) {
            changed.add(value);
          } else {
            changed.set(place, value);
          }
        });
    return new JobTable<>(grown, changed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobTable<?> that
        && places.equals(that.places)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
