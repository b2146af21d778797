// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// What waits for the one thread that owns a state. Whoever puts into a full mailbox waits.
///
/// @param <T> what is in it
final class Mailbox<T> {

  private static final int SIZE = 1024;

  private final BlockingQueue<T> queue = new ArrayBlockingQueue<>(SIZE);

  void put(T message) {
    boolean interrupted = false;
    while (true) {
      try {
        queue.put(message);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  T take() throws InterruptedException {
    return queue.take();
  }
}
