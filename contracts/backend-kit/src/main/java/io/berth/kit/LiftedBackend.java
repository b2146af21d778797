// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.Capabilities;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.JobPlan;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.SetupLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A small backend with all that the contract promises beyond it: ids that can be repeated, lives
/// and leases, owners and their fences, executions with output that is read again, files. A backend
/// extends it, or makes one of its own.
public class LiftedBackend implements Backend, Leased {

  private final SmallBackend small;
  private final Surroundings surroundings;
  private final Tombstones removed;
  private final Map<String, Entry> environments = new ConcurrentHashMap<>();
  private final ReentrantLock looking = new ReentrantLock();
  private volatile boolean looked;

  /// What a lifted backend is given.
  ///
  /// @param clock says what time it is
  /// @param threads where it waits for commands, and makes places
  public record Surroundings(InstantSource clock, Threads threads) {

    /// Returns the time of this machine and virtual threads.
    public static Surroundings usual() {
      return new Surroundings(InstantSource.system(), Threads.virtual());
    }
  }

  /// @param request `null` if it was found on the platform
  private record Entry(
      @Nullable EnvironmentRequest request,
      Life life,
      Executions executions,
      LiftedEnvironment environment) {}

  public LiftedBackend(SmallBackend small, Surroundings surroundings) {
    this.small = small;
    this.surroundings = surroundings;
    this.removed = new Tombstones(surroundings.clock());
  }

  @Override
  public Capabilities capabilities() {
    return small.capabilities();
  }

  @Override
  public boolean hasTerminals() {
    return small.hasTerminals();
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    return small.validateLabels(labels);
  }

  @Override
  public PlanVerdict plan(JobPlan plan) {
    return PlanVerdict.of(small.capabilities().unmet(plan, small.name()));
  }

  @Override
  public Environment create(EnvironmentRequest request) throws InterruptedException {
    if (plan(request.plan()) instanceof PlanVerdict.Refused refused) {
      throw new BerthException(refused.errors(), null);
    }
    look();
    Entry entry = enter(request);
    entry.life().awaitMade();
    return entry.environment();
  }

  private Entry enter(EnvironmentRequest request) {
    String id = request.id();
    if (removed.contains(id)) {
      throw Refusals.idReused("environment `" + id + "` existed and was removed");
    }
    while (true) {
      Entry known = environments.get(id);
      if (known != null && !request.equals(known.request())) {
        throw Refusals.idReused(
            "environment `" + id + "` exists already, and was asked for differently");
      }
      if (known != null && !known.life().hasFailed()) {
        return known;
      }
      if (known == null) {
        checkRoom();
      }
      Entry fresh = entry(request, marks(request));
      boolean mine =
          known == null
              ? environments.putIfAbsent(id, fresh) == null
              : environments.replace(id, known, fresh);
      if (mine) {
        make(request, fresh.life());
        return fresh;
      }
    }
  }

  private void checkRoom() {
    int most = small.capabilities().limits().environments();
    if (environments.size() >= most) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "backend `" + small.name() + "` has " + most + " environments already",
              "wait until a job has ended"));
    }
  }

  private Marks marks(EnvironmentRequest request) {
    return new Marks(request.id(), request.owner(), end(request.lease()), request.until());
  }

  private Instant end(Duration lease) {
    Duration most = small.capabilities().limits().maxLease();
    return surroundings.clock().instant().plus(lease.compareTo(most) > 0 ? most : lease);
  }

  private Entry entry(@Nullable EnvironmentRequest request, Marks marks) {
    Life life = new Life(marks, () -> gone(marks.environment()));
    var executions = new Executions(small.capabilities(), surroundings.threads());
    return new Entry(request, life, executions, new LiftedEnvironment(small, life, executions));
  }

  private void make(EnvironmentRequest request, Life life) {
    Life.Making making = () -> small.make(request, life.marks());
    if (small.makesAtOnce()) {
      life.make(making);
      return;
    }
    Consumer<String> log = SetupLog.current();
    surroundings
        .threads()
        .start(
            "create-" + request.id(),
            () ->
                SetupLog.<Life, RuntimeException>to(
                    log,
                    () -> {
                      life.make(making);
                      return life;
                    }));
  }

  private void gone(String id) {
    removed.add(id);
    environments.remove(id);
  }

  /// Takes in what earlier processes left, before anything else is done.
  private void look() {
    if (looked || small.capabilities().recovery() == Capabilities.Recovery.NONE) {
      return;
    }
    looking.lock();
    try {
      if (!looked) {
        for (SmallBackend.Found found : small.found()) {
          takeIn(found);
        }
        looked = true;
      }
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "backend `" + small.name() + "` cannot look for its environments: " + e.getMessage(),
              null),
          e);
    } finally {
      looking.unlock();
    }
    sweep();
  }

  private void takeIn(SmallBackend.Found found) {
    boolean usable =
        small.capabilities().recovery().compareTo(Capabilities.Recovery.ENVIRONMENT) >= 0;
    Entry entry = entry(null, found.marks());
    entry.life().found(found.place(), usable);
    environments.putIfAbsent(found.marks().environment(), entry);
  }

  @Override
  public List<EnvironmentStatus> list(String runner) {
    look();
    List<EnvironmentStatus> statuses = new ArrayList<>();
    for (Entry entry : environments.values()) {
      if (entry.life().isOf(runner)) {
        statuses.add(entry.life().status());
      }
    }
    return statuses;
  }

  @Override
  public Environment adopt(String id, Owner owner) {
    look();
    Entry entry = environments.get(id);
    if (entry == null || !entry.life().isOf(owner.runner())) {
      throw Refusals.notReady(id, removed.contains(id) ? "removed" : "not there any more");
    }
    entry.life().adopt(owner);
    return entry.environment();
  }

  @Override
  public List<String> renew(List<String> ids, Owner owner, Duration lease) {
    look();
    List<String> renewed = new ArrayList<>();
    for (String id : ids) {
      Entry entry = environments.get(id);
      if (entry != null
          && entry.life().isOf(owner.runner())
          && entry.life().renew(owner.fence(), end(lease))) {
        renewed.add(id);
      }
    }
    return renewed;
  }

  @Override
  public void remove(String id, Owner owner) {
    look();
    Entry entry = environments.get(id);
    if (entry != null && entry.life().isOf(owner.runner())) {
      entry.life().checkFence(owner.fence());
      entry.life().remove(entry.executions());
    }
  }

  /// Returns whether an environment was removed a short time ago.
  public boolean wasRemoved(String id) {
    return removed.contains(id);
  }

  @Override
  public void close() {
    small.close();
  }

  @Override
  public void sweep() {
    look();
    Instant now = surroundings.clock().instant();
    List<BerthError> errors = new ArrayList<>();
    for (Entry entry : environments.values()) {
      if (entry.life().isDue(now)) {
        try {
          entry.life().expire(entry.executions());
        } catch (BerthException e) {
          errors.addAll(e.errors());
        }
      }
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
  }
}
