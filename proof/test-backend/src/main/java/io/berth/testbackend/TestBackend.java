// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

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
import io.berth.spi.Layer;
import io.berth.spi.LayerUnsupported;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Resources;
import io.berth.spi.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Places jobs as the host does, and breaks the promises that its script names.
final class TestBackend implements Backend {

  private static final Duration SKEW = Duration.ofHours(1);

  private final Backend host;
  private final Capabilities.Recovery recovery;
  private final FaultScript script;
  private final Map<String, FaultyEnvironment> environments;
  private final Set<String> creating = ConcurrentHashMap.newKeySet();
  private final Set<String> ghosts = ConcurrentHashMap.newKeySet();
  private final Set<String> removing = ConcurrentHashMap.newKeySet();
  private final AtomicInteger calls = new AtomicInteger();

  TestBackend(
      Backend host,
      Capabilities.Recovery recovery,
      FaultScript script,
      Map<String, FaultyEnvironment> environments) {
    this.host = host;
    this.recovery = recovery;
    this.script = script;
    this.environments = environments;
  }

  static BerthException failure(String problem) {
    return new BerthException(
        BerthError.of(ErrorCode.BACKEND_UNAVAILABLE, problem + ", as its script says", null));
  }

  static void hang() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Override
  public Capabilities capabilities() {
    return DeclaredFalsely.of(host.capabilities(), recovery, script, calls.incrementAndGet());
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    return new TestLabels(host, script, capabilities()).verdicts(labels);
  }

  @Override
  public PlanVerdict plan(JobPlan plan) {
    if (script.has(Fault.PLAN_MAKES)) {
      ghosts.add("ghost-" + calls.incrementAndGet());
    }
    if (script.has(Fault.PLAN_TAKES_ANY) || script.has(Fault.CONTAINERS_TAKEN)) {
      return new PlanVerdict.Accepted(Resources.ANY, List.of());
    }
    if (script.has(Fault.PLAN_REFUSES_ALL)) {
      return new PlanVerdict.Refused(
          List.of(
              new PlanVerdict.Unmet(
                  null, LayerUnsupported.error(Layer.SERVICE, TestBackendFactory.ID, null))));
    }
    return PlanVerdict.of(capabilities().unmet(plan, TestBackendFactory.ID));
  }

  @Override
  public Environment create(EnvironmentRequest request) throws InterruptedException {
    FaultScript faults = script.and(FaultScript.read(request.label(), Set.of(), new ArrayList<>()));
    if (faults.has(Fault.CREATE_FAILS)) {
      throw failure("no environment can be made");
    }
    if (faults.has(Fault.CREATE_HANGS)) {
      hang();
    }
    if (faults.has(Fault.CREATE_SLOW)) {
      Thread.sleep(Duration.ofSeconds(2));
    }
    if (faults.has(Fault.REMOVE_FORGETS_CREATION)) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }
    if (faults.has(Fault.CREATE_BUSY) && !creating.add(request.id())) {
      throw failure("environment `" + request.id() + "` is being made");
    }
    FaultyEnvironment known = environments.get(request.id());
    if (known != null && faults.has(Fault.CREATE_TAKES_ANY)) {
      return known;
    }
    EnvironmentRequest wanted = wanted(request, faults, known);
    var made = new FaultyEnvironment(host.create(wanted), wanted, faults, this);
    if (known == null || faults.has(Fault.CREATE_ANEW)) {
      environments.put(request.id(), made);
      return made;
    }
    return known;
  }

  private static EnvironmentRequest wanted(
      EnvironmentRequest request, FaultScript faults, @Nullable FaultyEnvironment known) {
    boolean anew = known != null && faults.has(Fault.CREATE_ANEW);
    Instant until = faults.has(Fault.BOUND_IGNORED) ? null : request.until();
    Duration lease = faults.has(Fault.LEASE_IGNORED) ? Duration.ofMinutes(10) : request.lease();
    return new EnvironmentRequest(
        anew ? request.id() + "-anew" : request.id(),
        request.owner(),
        Setting.Section.EMPTY,
        faults.has(Fault.CONTAINERS_TAKEN)
            ? JobPlan.commandsOnly(request.plan().name())
            : request.plan(),
        lease,
        until);
  }

  @Override
  public List<EnvironmentStatus> list(String runner) {
    List<EnvironmentStatus> statuses = new ArrayList<>();
    for (EnvironmentStatus status : host.list(runner)) {
      statuses.add(told(status));
    }
    if (script.has(Fault.FOREIGN_VISIBLE)) {
      environments.forEach(
          (id, environment) -> {
            if (!environment.request().owner().runner().equals(runner)) {
              statuses.add(told(environment.asListed()));
            }
          });
    }
    for (String ghost : ghosts) {
      statuses.add(
          new EnvironmentStatus(
              ghost,
              new Owner(runner, 1, Map.of()),
              EnvironmentStatus.State.READY,
              Instant.now().plus(SKEW)));
    }
    if (script.has(Fault.LIST_INCOMPLETE) && !statuses.isEmpty()) {
      statuses.removeLast();
    }
    return statuses;
  }

  private EnvironmentStatus told(EnvironmentStatus status) {
    Instant end = status.leaseEnd();
    return new EnvironmentStatus(
        status.id(),
        status.owner(),
        script.has(Fault.STATE_LIES) ? EnvironmentStatus.State.CREATING : status.state(),
        end != null && script.has(Fault.CLOCK_SKEWED) ? end.plus(SKEW) : end);
  }

  @Override
  public Environment adopt(String id, Owner owner) {
    FaultyEnvironment known = environments.get(id);
    if (script.has(Fault.ADOPTS_ANYTHING) && !environments.isEmpty()) {
      return known != null ? known : environments.values().iterator().next();
    }
    if (script.has(Fault.RECOVERY_DECLARED)) {
      throw failure("environment `" + id + "` cannot be used again");
    }
    if (known == null && recovery == Capabilities.Recovery.LIST) {
      throw failure("environment `" + id + "` is listed, and cannot be used again");
    }
    Environment adopted = host.adopt(id, owner);
    if (known == null && recovery == Capabilities.Recovery.ENVIRONMENT) {
      known =
          new FaultyEnvironment(
              adopted,
              EnvironmentRequest.of(id, owner, JobPlan.commandsOnly("adopted")),
              script,
              this);
      environments.put(id, known);
    }
    return known != null && recovery == Capabilities.Recovery.ENVIRONMENT ? known : adopted;
  }

  @Override
  public List<String> renew(List<String> ids, Owner owner, Duration lease) {
    if (script.has(Fault.LEASE_REFUSED)) {
      return List.of();
    }
    if (script.has(Fault.RENEWS_ANYTHING)) {
      host.renew(ids, owner, lease);
      return ids;
    }
    return host.renew(ids, owner, lease);
  }

  @Override
  public void remove(String id, Owner owner) {
    FaultyEnvironment known = environments.get(id);
    if (known == null && script.has(Fault.REMOVE_FORGETS_CREATION)) {
      return;
    }
    if (known == null && script.has(Fault.REMOVE_UNKNOWN_FAILS)) {
      throw failure("environment `" + id + "` is unknown");
    }
    if (script.has(Fault.REMOVE_TWICE_FAILS) && !removing.add(id)) {
      throw failure("environment `" + id + "` is being removed");
    }
    if (known != null) {
      if (script.has(Fault.REMOVE_STAYS_LISTED)) {
        ghosts.add(id);
      }
      Owner whose = script.has(Fault.FOREIGN_REMOVABLE) ? known.request().owner() : owner;
      if (!known.leavesProcesses()) {
        host.remove(known.request().id(), whose);
      }
      if (whose.runner().equals(known.request().owner().runner())) {
        environments.remove(id);
      }
      return;
    }
    host.remove(id, owner);
  }
}
