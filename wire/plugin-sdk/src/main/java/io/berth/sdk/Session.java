// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.kit.Fences;
import io.berth.kit.Refusals;
import io.berth.kit.Tombstones;
import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.berth.spi.Backend;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.Execution;
import io.berth.spi.Owner;
import io.berth.spi.Setting;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One runner with one configuration: its backend, and the environments that it may see.
final class Session {

  private final String name;
  private final String runner;
  private final Setting.Section configuration;
  private final Backend backend;
  private final Map<String, Environment> environments = new ConcurrentHashMap<>();
  private final Fences fences = new Fences();
  private final Tombstones removed = new Tombstones(InstantSource.system());

  Session(String name, String runner, Setting.Section configuration, Backend backend) {
    this.name = name;
    this.runner = runner;
    this.configuration = configuration;
    this.backend = backend;
  }

  String name() {
    return name;
  }

  String runner() {
    return runner;
  }

  Backend backend() {
    return backend;
  }

  boolean isOf(String otherRunner, Setting.Section otherConfiguration) {
    return runner.equals(otherRunner) && configuration.equals(otherConfiguration);
  }

  /// Makes an environment, or returns the one that its id names.
  Environment create(EnvironmentRequest request) throws InterruptedException {
    if (wasRemoved(request.id())) {
      throw Refusals.idReused("environment `" + request.id() + "` existed and was removed");
    }
    Environment made = backend.create(request);
    environments.put(request.id(), made);
    fences.raise(request.id(), request.owner().fence());
    return made;
  }

  /// Takes over an environment.
  Environment adopt(String id, Owner owner) {
    checkFence(id, owner.fence());
    Environment adopted = backend.adopt(id, owner);
    environments.put(id, adopted);
    fences.raise(id, owner.fence());
    return adopted;
  }

  /// Returns an environment that this runner has made or adopted.
  Environment environment(String id) {
    Environment found = environments.get(id);
    if (found == null) {
      throw wasRemoved(id)
          ? Refusals.notReady(id, "removed")
          : Failures.out(Reason.ENVIRONMENT_UNKNOWN, "there is no environment `" + id + "`");
    }
    return found;
  }

  boolean hasEnvironments() {
    return !environments.isEmpty();
  }

  @Nullable Environment find(String id) {
    return environments.get(id);
  }

  Execution execution(String environment, String id) {
    return environment(environment)
        .execution(new ExecId(id))
        .orElseThrow(
            () ->
                Failures.out(
                    Reason.EXECUTION_UNKNOWN,
                    "environment `" + environment + "` knows no execution `" + id + "`"));
  }

  /// Refuses a caller that was replaced by a later one.
  void checkFence(String id, long fence) {
    fences.check(id, fence);
  }

  /// Removes an environment.
  ///
  /// @return whether there was one
  boolean remove(String id, long fence) {
    checkFence(id, fence);
    boolean existed =
        environments.containsKey(id)
            || backend.list(runner).stream().anyMatch(status -> status.id().equals(id));
    backend.remove(id, new Owner(runner, fence, Map.of()));
    environments.remove(id);
    fences.forget(id);
    if (existed) {
      removed.add(id);
    }
    return existed;
  }

  /// Returns whether an environment was removed a short time ago, or ended when nobody renewed it.
  boolean wasRemoved(String id) {
    return removed.contains(id);
  }

  /// Notes that an environment which this runner had is not there any more.
  ///
  /// @return whether this runner had it
  boolean noteGone(String id) {
    if (environments.remove(id) == null) {
      return false;
    }
    fences.forget(id);
    removed.add(id);
    return true;
  }
}
