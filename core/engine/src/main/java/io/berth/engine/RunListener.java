// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import java.time.Instant;

/// Follows a run: whoever draws or prints it. Calls come one at a time, in order.
public interface RunListener {

  /// Something happened.
  ///
  /// @param sequence the number of the event in its run, counted from 1
  /// @param time when
  /// @param event what
  void onEvent(long sequence, Instant time, Event event);

  /// Output was stored.
  void onLog(LogBlock block);
}
