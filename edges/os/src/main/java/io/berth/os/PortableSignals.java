// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

/// Signals by the JDK alone, which knows two.
final class PortableSignals {

  private PortableSignals() {}

  /// Sends a signal to a process and its descendants: [Signals#KILL] as it is, every other as the
  /// request to end.
  static void send(long pid, int signal) {
    ProcessHandle.of(pid).ifPresent(process -> send(process, signal));
  }

  private static void send(ProcessHandle process, int signal) {
    for (ProcessHandle descendant : process.descendants().toList()) {
      sendOne(descendant, signal);
    }
    sendOne(process, signal);
  }

  private static void sendOne(ProcessHandle process, int signal) {
    if (signal == Signals.KILL) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }
}
