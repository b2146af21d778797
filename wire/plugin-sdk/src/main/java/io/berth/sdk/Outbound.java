// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The answers of a call as a stream that makes its writer wait while the caller is behind.
///
/// @param <A> an answer
final class Outbound<A> {

  /// How much may be on its way before a writer waits.
  private static final int AHEAD = 512 << 10;

  private final ServerCallStreamObserver<A> caller;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean gone;

  /// Takes over a call, whose method has not returned yet.
  Outbound(ServerCallStreamObserver<A> caller) {
    this(caller, () -> {});
  }

  /// @param whenGone done when nobody reads any more
  Outbound(ServerCallStreamObserver<A> caller, Runnable whenGone) {
    this.caller = caller;
    caller.setOnReadyThreshold(AHEAD);
    caller.setOnReadyHandler(this::wake);
    caller.setOnCancelHandler(
        () -> {
          lock.lock();
          try {
            gone = true;
            changed.signalAll();
          } finally {
            lock.unlock();
          }
          whenGone.run();
        });
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Sends an answer when the caller has room for it.
  ///
  /// @throws CallerGone if nobody reads any more
  void send(A answer) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!gone && !caller.isReady()) {
        changed.await();
      }
      if (gone) {
        throw new CallerGone();
      }
      caller.onNext(answer);
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether nothing can be sent any more.
  boolean isGone() {
    lock.lock();
    try {
      return gone;
    } finally {
      lock.unlock();
    }
  }

  void complete() {
    lock.lock();
    try {
      if (!gone) {
        gone = true;
        caller.onCompleted();
      }
    } finally {
      lock.unlock();
    }
  }

  void fail(Exception failure) {
    lock.lock();
    try {
      if (!gone) {
        gone = true;
        caller.onError(
            failure instanceof InterruptedException
                ? Status.CANCELLED.asRuntimeException()
                : Answering.status(failure));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nobody reads any more: no failure of anything.
  static final class CallerGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallerGone() {
      super("the caller left", null, false, false);
    }
  }
}
