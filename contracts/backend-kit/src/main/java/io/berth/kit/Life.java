// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.EnvironmentStatus.State;
import io.berth.spi.Owner;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The life of one environment, from CREATING to REMOVED, and its lease.
final class Life {

  /// How long a removal waits for a creation that was told to give up. What it makes later it
  /// removes itself.
  private static final Duration GIVING_UP = Duration.ofSeconds(30);

  private final String id;
  private final Runnable whenGone;
  private final CountDownLatch making = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();

  /// Held by whoever removes it, so that others wait for the result.
  private final ReentrantLock removal = new ReentrantLock();

  private volatile State state = State.CREATING;
  private volatile @Nullable Place place;
  private volatile Marks marks;
  private @Nullable RuntimeException failure;
  private @Nullable Thread maker;
  private volatile boolean stopped;
  private volatile @Nullable BerthError loss;

  /// @param whenGone is told once nothing is left
  Life(Marks marks, Runnable whenGone) {
    this.id = marks.environment();
    this.marks = marks;
    this.whenGone = whenGone;
  }

  String id() {
    return id;
  }

  Marks marks() {
    return marks;
  }

  EnvironmentStatus status() {
    boolean ends = state == State.CREATING || isReady();
    return new EnvironmentStatus(id, marks.owner(), state, ends ? marks.end() : null);
  }

  /// What makes the place.
  interface Making {
    Place place() throws IOException, InterruptedException;
  }

  /// Makes the place, on the thread that calls. A removal interrupts it.
  void make(Making how) {
    try {
      if (begins()) {
        made(how.place());
      }
    } catch (IOException e) {
      failed(
          new BerthException(
              BerthError.of(
                  ErrorCode.BACKEND_UNAVAILABLE,
                  "environment `" + id + "` cannot be made: " + e.getMessage(),
                  null),
              e));
    } catch (InterruptedException e) {
      failed(Refusals.notReady(id, "not made: it was interrupted"));
    } catch (RuntimeException e) {
      failed(e);
    } finally {
      making.countDown();
    }
  }

  private boolean begins() {
    lock.lock();
    try {
      boolean wanted = state == State.CREATING;
      maker = wanted ? Thread.currentThread() : null;
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /// Begins with a place that was found.
  void found(Place there, boolean usable) {
    place = there;
    state = usable ? State.READY : State.LOST;
    making.countDown();
  }

  private void made(Place fresh) throws IOException {
    if (!keeps(fresh)) {
      // An interrupt that came too late must not end what this thread does next.
      Thread.interrupted();
      if (fresh.remove()) {
        gone();
      }
    }
  }

  private boolean keeps(Place fresh) {
    lock.lock();
    try {
      maker = null;
      place = fresh;
      if (state != State.CREATING) {
        return false;
      }
      state = State.READY;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void failed(RuntimeException why) {
    lock.lock();
    try {
      maker = null;
      failure = why;
      if (state == State.CREATING) {
        state = State.FAILED;
        return;
      }
    } finally {
      lock.unlock();
    }
    Thread.interrupted();
    if (place == null) {
      gone();
    }
  }

  /// Waits until the place is made.
  ///
  /// @throws RuntimeException as its making ended
  void awaitMade() throws InterruptedException {
    making.await();
    lock.lock();
    try {
      if (state == State.FAILED && failure != null) {
        throw failure;
      }
      if (place == null) {
        throw Refusals.notReady(id, word());
      }
    } finally {
      lock.unlock();
    }
  }

  boolean hasFailed() {
    return state == State.FAILED;
  }

  /// Returns the place, whatever its state.
  Place made() {
    Place there = place;
    if (there == null) {
      throw Refusals.notReady(id, word());
    }
    return there;
  }

  private String word() {
    return state.name().toLowerCase(Locale.ROOT);
  }

  boolean isReady() {
    return state == State.READY || state == State.DEGRADED;
  }

  /// Returns the place if commands can run in it.
  Place checkReady() {
    if (!isReady()) {
      throw Refusals.notReady(id, word());
    }
    return made();
  }

  /// Returns the place if its files are there.
  Place checkThere() {
    if (!isReady() && state != State.EXPIRED) {
      throw Refusals.notReady(id, word());
    }
    return made();
  }

  boolean isOf(String runner) {
    return marks.owner().runner().equals(runner);
  }

  /// Refuses a caller who was replaced by a later one.
  void checkFence(long fence) {
    long known = marks.owner().fence();
    if (fence < known) {
      throw Refusals.staleOwner(id, known, fence);
    }
  }

  /// Gives it to a later owner; again to the same one has no effect.
  void adopt(Owner owner) {
    lock.lock();
    try {
      checkFence(owner.fence());
      if (owner.fence() == marks.owner().fence() && !owner.equals(marks.owner())) {
        throw Refusals.staleOwner(id, owner.fence(), owner.fence());
      }
      checkReady();
      marks = new Marks(id, owner, marks.leaseEnd(), marks.until());
    } finally {
      lock.unlock();
    }
    mark();
  }

  /// Lengthens the lease.
  ///
  /// @return whether it can be
  boolean renew(long fence, Instant leaseEnd) {
    lock.lock();
    try {
      checkFence(fence);
      if (state != State.CREATING && !isReady()) {
        return false;
      }
      marks = new Marks(id, marks.owner(), leaseEnd, marks.until());
    } finally {
      lock.unlock();
    }
    mark();
    return true;
  }

  private void mark() {
    Place there = place;
    if (there == null) {
      return;
    }
    try {
      there.mark(marks);
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "environment `" + id + "` cannot be marked: " + e.getMessage(),
              null),
          e);
    }
  }

  /// Returns whether it has to end now: its time is over, or its removal left something.
  boolean isDue(Instant now) {
    return !stopped
        && state != State.REMOVED
        && (state == State.REMOVING || state == State.EXPIRED || !now.isBefore(marks.end()));
  }

  /// Returns why its executions are lost.
  BerthError loss() {
    BerthError why = loss;
    return why == null ? lost("was removed while the command ran") : why;
  }

  private BerthError lost(String what) {
    return BerthError.of(ErrorCode.ENVIRONMENT_LOST, "environment `" + id + "` " + what, null);
  }

  /// Ends what runs and leaves the files.
  void stop(Executions executions) {
    removal.lock();
    try {
      if (!enter(State.EXPIRED, "was stopped while the command ran") || place == null) {
        return;
      }
      stopped = true;
      executions.lose(loss());
      place.stop();
      executions.release();
    } catch (IOException e) {
      throw failedTo("kept", "copy what you need of it", e);
    } finally {
      removal.unlock();
    }
  }

  /// Ends it because its time is over.
  void expire(Executions executions) {
    removal.lock();
    try {
      if (state != State.REMOVING) {
        enter(State.EXPIRED, "ended while the command ran: its lease ran out");
      }
      remove(executions);
    } finally {
      removal.unlock();
    }
  }

  /// Ends everything. Does nothing if all is gone.
  void remove(Executions executions) {
    removal.lock();
    try {
      if (state == State.REMOVED) {
        return;
      }
      enter(State.REMOVING, "was removed while the command ran");
      executions.lose(loss());
      boolean over = awaitGivingUp();
      Place there = place;
      if (over && (there == null || (state != State.REMOVED && there.remove()))) {
        gone();
      }
      executions.release();
    } catch (IOException e) {
      executions.release();
      throw failedTo("deleted", "delete it by hand", e);
    } finally {
      removal.unlock();
    }
  }

  private boolean enter(State next, String why) {
    lock.lock();
    try {
      if (next == State.EXPIRED && !isReady()) {
        return false;
      }
      if (loss == null) {
        loss = lost(why);
      }
      state = next;
      if (maker != null) {
        maker.interrupt();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitGivingUp() {
    boolean interrupted = Thread.interrupted();
    try {
      return making.await(GIVING_UP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private BerthException failedTo(String what, String remedy, IOException e) {
    return new BerthException(
        BerthError.of(
            ErrorCode.STORAGE_FAILED,
            "environment `" + id + "` cannot be " + what + ": " + e.getMessage(),
            remedy),
        e);
  }

  private void gone() {
    lock.lock();
    try {
      if (state == State.REMOVED) {
        return;
      }
      state = State.REMOVED;
    } finally {
      lock.unlock();
    }
    whenGone.run();
  }
}
