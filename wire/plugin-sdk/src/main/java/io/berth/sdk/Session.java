// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk;

import io.berth.sdk.wire.Failures;
import io.berth.sdk.wire.Reason;
import io.berth.spi.Backend;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.Execution;
import io.berth.spi.Owner;
import io.berth.spi.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One runner with one configuration: its backend, and the environments that it may see.
final class Session {

  /// How long a removed environment is told of.
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private static final int MOST_REMOVED = 10_000;

  private final String name;
  private final String runner;
  private final Setting.Section configuration;
  private final Backend backend;
  private final Map<String, Environment> environments = new ConcurrentHashMap<>();
  private final Map<String, Long> fences = new ConcurrentHashMap<>();
  private final LinkedHashMap<String, Instant> removed = new LinkedHashMap<>();

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
      throw Failures.out(
          Reason.ID_REUSED, "environment `" + request.id() + "` existed and was removed");
    }
    Environment made = backend.create(request);
    environments.put(request.id(), made);
    fences.merge(request.id(), request.owner().fence(), Math::max);
    return made;
  }

  /// Takes over an environment.
  Environment adopt(String id, Owner owner) {
    checkFence(id, owner.fence());
    Environment adopted = backend.adopt(id, owner);
    environments.put(id, adopted);
    fences.put(id, owner.fence());
    return adopted;
  }

  /// Returns an environment that this runner has made or adopted.
  Environment environment(String id) {
    Environment found = environments.get(id);
    if (found == null) {
      throw wasRemoved(id)
          ? Failures.out(Reason.ENVIRONMENT_NOT_READY, "environment `" + id + "` is removed")
          : Failures.out(Reason.ENVIRONMENT_UNKNOWN, "there is no environment `" + id + "`");
    }
    return found;
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
    Long known = fences.get(id);
    if (known != null && fence < known) {
      throw Failures.out(
          Reason.STALE_OWNER,
          "environment `" + id + "` was taken over: fence " + known + ", not " + fence);
    }
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
    fences.remove(id);
    if (existed) {
      remember(id);
    }
    return existed;
  }

  private void remember(String id) {
    synchronized (removed) {
      if (removed.size() >= MOST_REMOVED) {
        removed.pollFirstEntry();
      }
      removed.put(id, Instant.now());
    }
  }

  /// Returns whether an environment was removed a short time ago.
  boolean wasRemoved(String id) {
    synchronized (removed) {
      Instant when = removed.get(id);
      return when != null && when.plus(MEMORY).isAfter(Instant.now());
    }
  }
}
