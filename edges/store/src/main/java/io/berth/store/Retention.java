// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Removes runs that were kept long enough: all but the newest [RunStore#MOST_RUNS], and those
/// older than [RunStore#LONGEST_KEPT]. A run that is going on is never touched.
final class Retention {

  private final RunStore store;

  Retention(RunStore store) {
    this.store = store;
  }

  void enforce(Instant now) {
    List<String> ids = store.ids();
    String oldest = RunStore.begun(now.minus(RunStore.LONGEST_KEPT));
    for (int i = ids.size() - 1; i >= 0; i--) {
      String id = ids.get(i);
      boolean spare = i >= RunStore.MOST_RUNS - 1;
      if (!spare && id.compareTo(oldest) >= 0) {
        return;
      }
      if (!store.isLive(id)) {
        remove(id);
      }
    }
  }

  /// A run that cannot be removed now is tried again at the next run: no reason to fail this one.
  private void remove(String id) {
    try {
      RunStore.remove(store.folder().resolve(id));
    } catch (IOException e) {
      return;
    }
  }
}
