// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Removals of containers that go on while jobs do. What fails is tried again, and told in the end.
final class Removals {

  private static final int ATTEMPTS = 3;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<JobContainer, BerthError> failed = new LinkedHashMap<>();
  private int going;

  /// Begins to remove a container with its volumes.
  void begin(JobContainer container) {
    lock.lock();
    try {
      going++;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("remove-" + container.name()).start(() -> remove(container));
  }

  private void remove(JobContainer container) {
    BerthError error = null;
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        try {
          container.remove();
          error = null;
          break;
        } catch (IOException e) {
          error = error(container, String.valueOf(e.getMessage()));
        } catch (BerthException e) {
          error = error(container, e.errors().getFirst().problem());
        }
      }
    } finally {
      ended(container, error);
    }
  }

  private static BerthError error(JobContainer container, String why) {
    return BerthError.of(
        ErrorCode.STORAGE_FAILED,
        "container `" + container.name() + "` cannot be removed: " + why,
        "remove it with `docker rm -fv " + container.name() + "`, or let the next job try");
  }

  private void ended(JobContainer container, @Nullable BerthError error) {
    lock.lock();
    try {
      going--;
      if (error != null) {
        failed.put(container, error);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Begins again what failed.
  void again() {
    List<JobContainer> all;
    lock.lock();
    try {
      all = new ArrayList<>(failed.keySet());
      failed.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(this::begin);
  }

  /// Waits for all that was begun.
  ///
  /// @throws BerthException with all that is left
  void await() {
    boolean interrupted = false;
    lock.lock();
    try {
      long left = PATIENCE;
      while (going > 0 && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (!failed.isEmpty()) {
        throw new BerthException(List.copyOf(failed.values()), null);
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
