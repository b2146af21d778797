// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/// What follows one signal, and what did before. Compiled apart from the rest, because every mention
/// of `sun.misc.Signal` is a warning that cannot be turned off; a hook of the JVM's shutdown would
/// see only the first Ctrl-C and could not keep the JVM alive.
final class SignalHook {

  private final Signal signal;
  private final SignalHandler before;

  private SignalHook(Signal signal, SignalHandler before) {
    this.signal = signal;
    this.before = before;
  }

  /// Calls `action` on a thread of the JVM whenever the signal comes.
  ///
  /// @param name without `SIG`
  /// @throws IllegalArgumentException if there is no such signal or the JVM leaves it alone
  static SignalHook set(String name, Runnable action) {
    var signal = new Signal(name);
    return new SignalHook(signal, Signal.handle(signal, received -> action.run()));
  }

  /// Restores what was before.
  void remove() {
    Signal.handle(signal, before);
  }
}
