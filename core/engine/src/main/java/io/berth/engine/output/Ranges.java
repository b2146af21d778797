// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import java.util.Arrays;

/// Where secrets stand in an array of bytes: pairs of start and end, in the end sorted, disjoint
/// and not adjacent. Reused from block to block.
final class Ranges {

  private long[] packed = new long[16];
  private int count;

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  int start(int index) {
    return (int) (packed[index] >>> 32);
  }

  int end(int index) {
    return (int) packed[index];
  }

  void add(int start, int end) {
    if (count > 0 && start >= start(count - 1) && end <= end(count - 1)) {
      return;
    }
    if (count == packed.length) {
      packed = Arrays.copyOf(packed, count * 2);
    }
    packed[count++] = ((long) start << 32) | end;
  }

  /// Sorts, and joins what overlaps or touches.
  void merge() {
    if (count < 2) {
      return;
    }
    Arrays.sort(packed, 0, count);
    int last = 0;
    for (int i = 1; i < count; i++) {
      if (start(i) <= end(last)) {
        packed[last] = ((long) start(last) << 32) | Math.max(end(last), end(i));
      } else {
        packed[++last] = packed[i];
      }
    }
    count = last + 1;
  }
}
