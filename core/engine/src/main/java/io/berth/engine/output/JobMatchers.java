// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import io.berth.engine.matcher.MatcherFile.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the steps of a job that run at the same time tell each other of problem matchers: what one
/// adds or removes holds for the output of all. Of each matcher only the last change is kept. Any
/// thread may use it.
public final class JobMatchers {

  /// A change.
  ///
  /// @param number which it is, counted from 1
  /// @param by who made it, and knows already
  /// @param owner the name of the matcher
  /// @param added the matcher, or `null` if it was removed
  record Change(long number, Object by, String owner, @Nullable Definition added) {}

  private final Map<String, Change> changes = new LinkedHashMap<>();
  private volatile long last;

  /// Returns the number of the last change, or 0 if there was none.
  long last() {
    return last;
  }

  /// @param added the matcher, or `null` if it was removed
  synchronized void changed(Object by, String owner, @Nullable Definition added) {
    String key = owner.toLowerCase(Locale.ROOT);
    long number = last + 1;
    changes.remove(key);
    changes.put(key, new Change(number, by, owner, added));
    last = number;
  }

  /// Returns the changes after one, in their order.
  synchronized List<Change> after(long number) {
    List<Change> found = new ArrayList<>();
    for (Change change : changes.values()) {
      if (change.number() > number) {
        found.add(change);
      }
    }
    return found;
  }
}
