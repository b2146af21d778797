// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.protocol.v1beta1.WatchBackendResponse;
import io.berth.protocol.v1beta1.WatchBackendResponse.State;
import io.berth.sdk.wire.Times;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whether work can be placed, told to all who watch.
final class Readiness {

  private final Duration heartbeat;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean draining;

  /// @param heartbeat how often watchers are told that nothing has changed
  Readiness(Duration heartbeat) {
    this.heartbeat = heartbeat;
  }

  /// Returns whether it was not drained before.
  boolean drain() {
    lock.lock();
    try {
      boolean first = !draining;
      draining = true;
      changed.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /// Tells a watcher until it leaves or nothing is placed any more.
  void watch(Outbound<WatchBackendResponse> watcher) {
    Thread.ofVirtual().name("watch").start(() -> tell(watcher));
  }

  private void tell(Outbound<WatchBackendResponse> watcher) {
    try {
      boolean last;
      do {
        last = isDraining();
        watcher.send(
            WatchBackendResponse.newBuilder()
                .setState(last ? State.DRAINING : State.READY)
                .setHeartbeat(Times.out(heartbeat))
                .build());
      } while (!last && awaitChange());
      watcher.complete();
    } catch (Outbound.CallerGone e) {
      // It need not be told any more.
    } catch (InterruptedException e) {
      watcher.fail(e);
      Thread.currentThread().interrupt();
    }
  }

  boolean isDraining() {
    lock.lock();
    try {
      return draining;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitChange() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = heartbeat.toNanos();
      while (!draining && left > 0) {
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
