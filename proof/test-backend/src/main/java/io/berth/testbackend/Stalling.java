// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

/// What never ends.
final class Stalling {

  private Stalling() {}

  /// Waits until the thread is interrupted.
  static void forEver() {
    try {
      TestBackend.hang();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the wait was cut short", e);
    }
  }
}
