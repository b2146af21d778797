// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Processes that are no descendants of this one, recognised by a variable they were started with.
final class Strangers {

  private static final int ROUNDS = 100;
  private static final long PAUSE = 20_000_000L;

  private Strangers() {}

  /// Kills them, and what they start meanwhile.
  ///
  /// @return whether none is left after two seconds
  static boolean end(String mark) {
    for (int round = 0; round < ROUNDS; round++) {
      List<ProcessEntry> living = living(mark);
      if (living.isEmpty()) {
        return true;
      }
      living.forEach(process -> Signals.send(process, Signals.STOP));
      living.forEach(process -> Signals.send(process, Signals.KILL));
      LockSupport.parkNanos(PAUSE);
    }
    return false;
  }

  private static List<ProcessEntry> living(String mark) {
    long self = ProcessHandle.current().pid();
    List<ProcessEntry> living = new ArrayList<>();
    for (ProcessEntry process : ProcessEntry.all()) {
      if (process.pid() != self && !process.zombie() && process.startedWith(mark)) {
        living.add(process);
      }
    }
    return living;
  }
}
