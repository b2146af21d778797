// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Does one thing for each of several, some at once, and waits for all of them.
final class Workers {

  private Workers() {}

  /// What is done for each.
  @FunctionalInterface
  interface Work<T> {
    void on(T one) throws InterruptedException;
  }

  /// Returns when all is done. The first failure ends the others.
  static <T> void each(int atOnce, Collection<T> all, Work<T> work) throws InterruptedException {
    if (all.size() == 1) {
      work.on(all.iterator().next());
      return;
    }
    Semaphore room = new Semaphore(atOnce);
    var factory = Thread.ofVirtual().name("action-", 0).factory();
    try (var executor = Executors.newThreadPerTaskExecutor(factory)) {
      List<Future<?>> futures = new ArrayList<>();
      for (T one : all) {
        futures.add(
            executor.submit(
                () -> {
                  room.acquire();
                  try {
                    work.on(one);
                  } finally {
                    room.release();
                  }
                  return null;
                }));
      }
      try {
        for (Future<?> future : futures) {
          future.get();
        }
      } catch (InterruptedException e) {
        executor.shutdownNow();
        throw e;
      } catch (ExecutionException e) {
        executor.shutdownNow();
        throw new IllegalStateException("an action cannot be resolved", e.getCause());
      }
    }
  }
}
