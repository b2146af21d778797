// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.engine.JobLeg.Claim;
import io.berth.engine.RunJob.Leg;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides which queued legs may start: `max-parallel` of their job and concurrency groups.
///
/// A group has one holder and one leg that waits for it. A newcomer takes the place of the one that
/// waits, which is cancelled; with `queue: max` it waits behind it instead. One with
/// `cancel-in-progress` has the holder cancelled, too.
final class RunAdmission {

  private final RunState state;
  private final Map<String, Leg> holders = new HashMap<>();
  private final Map<String, Leg> waiting = new HashMap<>();
  private final Map<JobKey, Integer> parallel = new HashMap<>();
  private final Set<Leg> startable = new LinkedHashSet<>();
  private final Map<JobKey, Displaced> displaced = new LinkedHashMap<>();

  /// A leg that has to end for another one.
  ///
  /// @param leg which
  /// @param reason why, for the log
  record Displaced(Leg leg, String reason) {}

  /// Judges all legs in the order in which they were planned.
  RunAdmission(RunState state) {
    this.state = state;
    for (Leg leg : state.legs()) {
      if (leg.isRunning()) {
        leg.leg().policy().claims().forEach(claim -> holders.put(lookupName(claim), leg));
        parallel.merge(leg.job(), 1, Integer::sum);
      }
    }
    for (Leg leg : state.legs()) {
      if (leg.isQueued() && leg.cancelReason() == null && leg.leg().error() == null) {
        judge(leg);
      }
    }
  }

  /// Returns the legs that may start, in order.
  List<Leg> startable() {
    return List.copyOf(startable);
  }

  /// Returns the legs that have to end for others, in order.
  List<Displaced> displaced() {
    return List.copyOf(displaced.values());
  }

  private void judge(Leg leg) {
    if (isFull(leg)) {
      return;
    }
    var claims = leg.leg().policy().claims();
    var deadlock = deadlock(leg);
    if (deadlock != null) {
      displace(leg, deadlock);
      return;
    }
    boolean free = true;
    for (Claim claim : claims) {
      free &= claim(leg, claim);
    }
    if (free) {
      claims.forEach(claim -> holders.put(lookupName(claim), leg));
      startable.add(leg);
      parallel.merge(leg.job(), 1, Integer::sum);
    }
  }

  private boolean isFull(Leg leg) {
    var plan = state.job(leg.job()).map(RunJob::plan).orElse(null);
    return plan != null
        && plan.maxParallel() > 0
        && parallel.getOrDefault(leg.job(), 0) >= plan.maxParallel();
  }

  private boolean claim(Leg leg, Claim claim) {
    var name = lookupName(claim);
    var holder = holders.get(name);
    if (holder == null) {
      return true;
    }
    var reason =
        "Canceling since a higher priority waiting request for '" + claim.group() + "' exists";
    var waiter = waiting.put(name, leg);
    if (waiter != null && !claim.queues()) {
      displace(waiter, reason);
    }
    if (claim.cancelInProgress()) {
      displace(holder, reason);
    }
    return false;
  }

  private void displace(Leg leg, String reason) {
    if (leg.cancelReason() == null) {
      displaced.putIfAbsent(leg.key(), new Displaced(leg, reason));
    }
  }

  /// Returns the reason if a leg asks for a group that it can never get, as what called it holds
  /// it, or `null`.
  private @Nullable String deadlock(Leg leg) {
    if (leg.leg().policy().claims().isEmpty()) {
      return null;
    }
    Map<String, String> held = new HashMap<>();
    RunLegs.ofRun(state).forEach(claim -> held.put(lookupName(claim), "top level workflow"));
    var caller = leg.leg().info().caller();
    while (caller != null) {
      var calling = state.leg(caller).orElseThrow();
      for (Claim claim : calling.leg().policy().claims()) {
        held.put(lookupName(claim), calling.key().value());
      }
      caller = calling.leg().info().caller();
    }
    for (Claim claim : leg.leg().policy().claims()) {
      var holder = held.put(lookupName(claim), leg.key().value());
      if (holder != null) {
        return "Canceling since a deadlock for concurrency group '"
            + claim.group()
            + "' was detected between '"
            + holder
            + "' and '"
            + leg.key()
            + "'";
      }
    }
    return null;
  }

  private static String lookupName(Claim claim) {
    return claim.group().toUpperCase(Locale.ROOT);
  }
}
