// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import java.time.Duration;
import java.util.Optional;

/// Sees when the runner that started this process is gone: then the process has another parent.
final class ParentWatch {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private ParentWatch() {}

  /// @param gone is called once, on another thread
  static void start(Runnable gone) {
    Optional<Long> runner = parent();
    Thread.ofVirtual().name("parent").start(() -> watch(runner, gone));
  }

  private static Optional<Long> parent() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid);
  }

  private static void watch(Optional<Long> runner, Runnable gone) {
    try {
      while (parent().equals(runner)) {
        Thread.sleep(EVERY);
      }
      gone.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
