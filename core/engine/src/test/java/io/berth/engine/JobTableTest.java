// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobTableTest {

  private static JobKey key(int number) {
    return new JobKey("job" + number);
  }

  @Test
  void manyKeysKeepTheOrderInWhichTheyCame() {
    JobTable<Integer> table = JobTable.empty();
    List<Integer> added = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      table = table.with(key(i), i);
      added.add(i);
    }

    assertThat(table.values()).containsExactlyElementsOf(added);
    assertThat(table.get(key(0))).isZero();
    assertThat(table.get(key(299))).isEqualTo(299);
    assertThat(table.get(key(300))).isNull();
  }

  @Test
  void anotherValueLeavesTheTableAsItWasThatItWasMadeFrom() {
    var table = JobTable.<String>empty().with(key(1), "one").with(key(2), "two");

    var changed = table.with(key(1), "other");

    assertThat(table.values()).containsExactly("one", "two");
    assertThat(changed.values()).containsExactly("other", "two");
  }

  @Test
  void severalValuesAtOnceReplaceKnownOnesAndFollowThem() {
    var table = JobTable.<String>empty().with(key(1), "one");
    Map<JobKey, String> more = new LinkedHashMap<>();
    more.put(key(2), "two");
    more.put(key(1), "other");

    assertThat(table.with(more).values()).containsExactly("other", "two");
  }
}
