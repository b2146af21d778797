// SPDX-License-Identifier: Apache-2.0
package io.berth.services.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.services.ByteRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itSaysWhatASetOfBytesWouldSay(long seed) {
    var random = new Random(seed);
    var coverage = new Coverage();
    var bytes = new BitSet();
    for (int i = 0; i < 400; i++) {
      int first = random.nextInt(60);
      int length = 1 + random.nextInt(12);
      if (random.nextInt(3) > 0) {
        coverage.add(new ByteRange(first, length));
        bytes.set(first, first + length);
      } else {
        coverage.remove(new ByteRange(first, length));
        bytes.clear(first, first + length);
      }

      assertThat(coverage.ranges()).isEqualTo(ranges(bytes));
    }
  }

  private static List<ByteRange> ranges(BitSet bytes) {
    List<ByteRange> ranges = new ArrayList<>();
    for (int first = bytes.nextSetBit(0); first >= 0; ) {
      int end = bytes.nextClearBit(first);
      ranges.add(new ByteRange(first, end - first));
      first = bytes.nextSetBit(end);
    }
    return ranges;
  }
}
