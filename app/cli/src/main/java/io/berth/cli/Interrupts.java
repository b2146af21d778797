// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.util.ArrayList;
import java.util.List;

/// Turns Ctrl-C and its relatives into calls while a command wants them.
final class Interrupts implements AutoCloseable {

  private final List<SignalHook> hooks = new ArrayList<>();

  private Interrupts(Runnable asked) {
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      try {
        hooks.add(SignalHook.set(name, asked));
      } catch (IllegalArgumentException e) {
        // The system has no such signal, or the JVM was told to leave it alone.
      }
    }
  }

  /// Calls `asked` on a thread of the JVM at every signal until this is closed.
  static Interrupts call(Runnable asked) {
    return new Interrupts(asked);
  }

  @Override
  public void close() {
    hooks.forEach(SignalHook::remove);
  }
}
