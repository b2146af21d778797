// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

/// A backend that ends what nobody renews, whenever it is told to look. A [Janitor] tells it.
public interface Leased {

  /// Ends the environments whose lease or time is over, and goes on with removals that left
  /// something.
  ///
  /// @throws io.berth.model.BerthException with all that could not be removed; it is tried again
  /// the
  ///     next time
  void sweep();
}
