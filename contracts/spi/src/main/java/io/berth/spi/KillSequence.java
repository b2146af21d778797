// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.time.Duration;
import java.util.List;

/// Signals to send one after the other until an execution has ended.
///
/// @param steps what to send and how long to wait for the end before the next
@Experimental
public record KillSequence(List<Step> steps) {

  /// One signal.
  ///
  /// @param signal what is sent, to the whole tree
  /// @param patience how long to wait after it
  public record Step(Signal signal, Duration patience) {}

  public KillSequence {
    steps = List.copyOf(steps);
  }
}
