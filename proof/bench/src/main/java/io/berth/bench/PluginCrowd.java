// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import io.berth.spi.Backend;
import io.berth.spi.Execution;
import io.berth.spi.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many environments on one backend, with several commands each that all run at once.
final class PluginCrowd {

  private static final int ENVIRONMENTS = 200;
  private static final int EXECUTIONS = 5;

  private final Backend backend;
  private final String name;

  PluginCrowd(Backend backend, String name) {
    this.backend = backend;
    this.name = name;
  }

  /// @param running the seconds until all ran and had said something
  /// @param ended the seconds from then until all had ended and were removed
  record Took(double running, double ended) {}

  /// Makes all, waits until every command has said something, and ends them.
  Took run() throws InterruptedException {
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Crowded>> made = new ArrayList<>();
      for (int i = 0; i < ENVIRONMENTS; i++) {
        int number = i;
        made.add(() -> Crowded.start(Commands.in(backend, name + number)));
      }
      List<Crowded> all = results(threads.invokeAll(made));
      long running = System.nanoTime();
      List<Callable<Crowded>> ends = new ArrayList<>();
      all.forEach(each -> ends.add(each::end));
      results(threads.invokeAll(ends));
      return new Took((running - begun) / 1e9, (System.nanoTime() - running) / 1e9);
    }
  }

  private static List<Crowded> results(List<Future<Crowded>> futures) throws InterruptedException {
    List<Crowded> results = new ArrayList<>();
    for (Future<Crowded> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("an environment of many failed", e.getCause());
      }
    }
    return results;
  }

  /// One environment and its commands.
  private record Crowded(Commands commands, List<Execution> executions) {

    static Crowded start(Commands commands) throws InterruptedException {
      List<Execution> executions = new ArrayList<>();
      for (int i = 0; i < EXECUTIONS; i++) {
        executions.add(commands.start("sh", "-c", "echo hello; exec sleep 300"));
      }
      for (Execution execution : executions) {
        execution.read(0, 0);
      }
      return new Crowded(commands, executions);
    }

    Crowded end() throws InterruptedException {
      for (Execution execution : executions) {
        execution.signal(Signal.KILL);
      }
      for (Execution execution : executions) {
        Commands.readToEnd(execution, 0);
        execution.outcome();
      }
      commands.close();
      return this;
    }
  }
}
