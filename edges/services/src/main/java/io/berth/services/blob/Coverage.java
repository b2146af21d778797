// SPDX-License-Identifier: Apache-2.0
package io.berth.services.blob;

import io.berth.services.ByteRange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which bytes of a file have arrived. Not for several threads at once.
final class Coverage {

  /// Ends by their beginnings; ranges neither touch nor overlap.
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  int parts() {
    return ends.size();
  }

  void add(ByteRange range) {
    long first = range.first();
    long end = first + range.length();
    Map.Entry<Long, Long> before = ends.floorEntry(first);
    if (before != null && before.getValue() >= first) {
      first = before.getKey();
      end = Math.max(end, before.getValue());
    }
    for (var next = ends.ceilingEntry(first);
        next != null && next.getKey() <= end;
        next = ends.ceilingEntry(first)) {
      end = Math.max(end, next.getValue());
      ends.remove(next.getKey());
    }
    ends.put(first, end);
  }

  void remove(ByteRange range) {
    long first = range.first();
    long end = first + range.length();
    Map.Entry<Long, Long> before = ends.lowerEntry(first);
    if (before != null && before.getValue() > first) {
      ends.put(before.getKey(), first);
      if (before.getValue() > end) {
        ends.put(end, before.getValue());
      }
    }
    for (var next = ends.ceilingEntry(first);
        next != null && next.getKey() < end;
        next = ends.ceilingEntry(first)) {
      ends.remove(next.getKey());
      if (next.getValue() > end) {
        ends.put(end, next.getValue());
      }
    }
  }

  /// Returns the bytes that have arrived, in order.
  List<ByteRange> ranges() {
    return ends.entrySet().stream()
        .map(range -> new ByteRange(range.getKey(), range.getValue() - range.getKey()))
        .toList();
  }
}
