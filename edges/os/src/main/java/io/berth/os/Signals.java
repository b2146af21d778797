// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

/// The numbers of the signals of Linux, and how one is sent.
public final class Signals {

  /// What Ctrl-C sends.
  public static final int INTERRUPT = 2;

  /// The end.
  public static final int KILL = 9;

  /// The polite request to end.
  public static final int TERMINATE = 15;

  static final int STOP = 19;

  private static final int PIDFD_OPEN = 434;
  private static final int PIDFD_SEND_SIGNAL = 424;

  private Signals() {}

  /// Sends a signal to that very process, even if its number names another one by now.
  static void send(ProcessEntry process, int number) {
    int descriptor = NativeFunction.SYSCALL.call(PIDFD_OPEN, process.pid(), 0);
    if (descriptor < 0) {
      return;
    }
    try {
      ProcessEntry now = ProcessEntry.of(process.pid());
      if (now != null && now.key().equals(process.key())) {
        NativeFunction.SYSCALL.call(PIDFD_SEND_SIGNAL, descriptor, number, 0, 0);
      }
    } finally {
      Descriptors.close(descriptor);
    }
  }
}
