// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import io.berth.spi.Backend;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import java.util.List;
import java.util.Map;

/// Commands in one environment, one after the other.
final class Commands implements AutoCloseable {

  private final Environment environment;
  private int started;

  private Commands(Environment environment) {
    this.environment = environment;
  }

  static Commands in(Backend backend, String environment) throws InterruptedException {
    return new Commands(
        backend.create(
            EnvironmentRequest.of(
                environment, new Owner("bench", 1, Map.of()), JobPlan.commandsOnly("repo"))));
  }

  Environment environment() {
    return environment;
  }

  /// Starts a command.
  Execution start(String... command) {
    return environment.start(
        new ExecSpec(
            new ExecId("e" + ++started),
            List.of(command),
            environment.layout().env(),
            environment.layout().paths().workspace(),
            null));
  }

  /// Runs a command to its end, reading all it says.
  ///
  /// @return how many milliseconds passed from before its start until its outcome was known
  double millis(String... command) throws InterruptedException {
    long begun = System.nanoTime();
    Execution execution = start(command);
    readToEnd(execution, 0);
    execution.outcome();
    double millis = (System.nanoTime() - begun) / 1e6;
    environment.forget(execution.id());
    return millis;
  }

  /// Reads what a command says from some position on.
  static void readToEnd(Execution execution, long from) throws InterruptedException {
    long end = from;
    for (Chunk chunk = execution.read(end, end); !chunk.isEnd(); chunk = execution.read(end, end)) {
      end = chunk.end();
    }
  }

  @Override
  public void close() {
    environment.remove();
  }
}
