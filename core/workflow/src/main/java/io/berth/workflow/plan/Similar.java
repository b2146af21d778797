// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Names that somebody may have meant.
final class Similar {

  private Similar() {}

  static List<String> to(String name, Collection<String> known) {
    List<String> found = new ArrayList<>();
    for (String candidate : known) {
      if (near(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT))
          && found.size() < 3) {
        found.add(candidate);
      }
    }
    return found;
  }

  private static boolean near(String a, String b) {
    return a.length() > 2 && (a.startsWith(b) || b.startsWith(a));
  }
}
