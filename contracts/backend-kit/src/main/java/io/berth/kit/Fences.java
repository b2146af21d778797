// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The fences of environments that somebody else keeps: the highest that was seen for each.
public final class Fences {

  private final Map<String, Long> known = new ConcurrentHashMap<>();

  /// Notes the fence of an owner.
  public void raise(String id, long fence) {
    known.merge(id, fence, Math::max);
  }

  /// Refuses a caller who was replaced by a later one.
  ///
  /// @throws io.berth.model.BerthException B3012
  public void check(String id, long fence) {
    Long highest = known.get(id);
    if (highest != null && fence < highest) {
      throw Refusals.staleOwner(id, highest, fence);
    }
  }

  /// Forgets an environment that is gone.
  public void forget(String id) {
    known.remove(id);
  }
}
