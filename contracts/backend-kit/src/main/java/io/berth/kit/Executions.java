// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Capabilities;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The executions of one environment by their ids, in the order in which they were started.
final class Executions {

  /// How long the end of an environment waits for commands that are just being started.
  private static final Duration BEGINNING = Duration.ofSeconds(10);

  private final Capabilities capabilities;
  private final Threads threads;
  private final Map<ExecId, LiftedExecution> byId = new LinkedHashMap<>();

  Executions(Capabilities capabilities, Threads threads) {
    this.capabilities = capabilities;
    this.threads = threads;
  }

  /// What brings an execution to start.
  interface Beginning {
    void of(LiftedExecution execution) throws IOException, InterruptedException;
  }

  /// Starts a command, or returns the execution that its id names.
  Execution start(ExecSpec spec, Life life) {
    LiftedExecution known = find(spec.id());
    if (known != null) {
      known.awaitBegun();
      return known;
    }
    Place place = life.checkReady();
    try {
      return begin(spec.id(), life, execution -> start(execution, place, spec));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("these are outcomes", e);
    }
  }

  private static void start(LiftedExecution execution, Place place, ExecSpec spec)
      throws InterruptedException {
    try {
      execution.begin(() -> place.start(spec), spec.limit());
    } catch (IOException e) {
      execution.fail(e);
    }
  }

  /// Begins an execution, or returns the one that is there already.
  LiftedExecution begin(ExecId id, Life life, Beginning beginning)
      throws IOException, InterruptedException {
    LiftedExecution fresh = new LiftedExecution(id, capabilities.signals(), threads);
    LiftedExecution known = add(fresh, life);
    if (known != null) {
      known.awaitBegun();
      return known;
    }
    boolean begun = false;
    try {
      beginning.of(fresh);
      begun = true;
    } finally {
      if (!begun) {
        drop(fresh);
        fresh.fail(new IOException("nothing was begun"));
      }
    }
    if (!life.isReady()) {
      lose(fresh, life);
    }
    return fresh;
  }

  private static void lose(LiftedExecution late, Life life) {
    late.lose(life.loss());
    late.kill();
    late.release();
  }

  private synchronized @Nullable LiftedExecution add(LiftedExecution fresh, Life life) {
    LiftedExecution known = byId.get(fresh.id());
    if (known != null) {
      return known;
    }
    life.checkReady();
    int running = 0;
    for (LiftedExecution each : byId.values()) {
      running += each.hasEnded() ? 0 : 1;
    }
    int most = capabilities.limits().executions();
    if (running >= most) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "environment `" + life.id() + "` runs " + most + " commands already",
              "wait until one has ended"));
    }
    byId.put(fresh.id(), fresh);
    return null;
  }

  private synchronized void drop(LiftedExecution failed) {
    byId.remove(failed.id(), failed);
  }

  synchronized @Nullable LiftedExecution find(ExecId id) {
    return byId.get(id);
  }

  synchronized List<ExecId> ids() {
    return List.copyOf(byId.keySet());
  }

  void forget(ExecId id) {
    LiftedExecution execution = find(id);
    if (execution != null && execution.hasEnded()) {
      drop(execution);
      execution.release();
    }
  }

  /// Kills all and lets their outcomes say why. Nothing is started any more.
  void lose(BerthError why) {
    List<LiftedExecution> all = all();
    for (LiftedExecution execution : all) {
      execution.lose(why);
    }
    for (LiftedExecution execution : all) {
      boolean interrupted = Thread.interrupted();
      try {
        execution.awaitBegun(BEGINNING);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      execution.kill();
    }
  }

  /// Gives back what they held, once nothing runs.
  void release() {
    for (LiftedExecution execution : all()) {
      execution.release();
    }
  }

  private synchronized List<LiftedExecution> all() {
    return new ArrayList<>(byId.values());
  }
}
