// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import io.berth.spi.Signal;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What many executions at once cost this process, counted by the kernel.
@Timeout(120)
class HostLoadTest {

  private static final int MANY = 200;
  private static final int MAX_THREADS = 64;

  @TempDir Path work;

  @BeforeEach
  void onlyWhereTheKernelCounts() {
    assumeThat(new File("/proc/self/task")).as("the kernel shows threads").isDirectory();
  }

  @Test
  void twoHundredExecutionsWithReadersNeedAtMostSixtyFourThreadsAndLeaveNoDescriptor()
      throws Exception {
    HostBackend backend = new HostBackend(work, System.getenv());
    run(backend, "warm-up", 4);
    int descriptors = count("/proc/self/fd");

    int threads = run(backend, "load", MANY);

    assertThat(threads).isLessThanOrEqualTo(MAX_THREADS);
    eventually(() -> ProcessHandle.current().children().findAny().isEmpty());
    eventually(() -> count("/proc/self/fd") <= descriptors + 2);
  }

  private int run(HostBackend backend, String id, int executions) throws Exception {
    Environment environment = create(backend, id);
    Path go = work.resolve(id + "-go");
    List<Future<String>> outputs = new ArrayList<>();
    List<Future<ExecOutcome>> outcomes = new ArrayList<>();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < executions; i++) {
        String script = "echo begun; while [ ! -e " + go + " ]; do sleep 0.5; done; echo " + i;
        Execution execution = start(environment, "e" + i, script);
        outputs.add(readers.submit(() -> text(execution)));
        outcomes.add(readers.submit(execution::outcome));
      }
      eventually(() -> ProcessHandle.current().children().count() >= executions);
      int threads = count("/proc/self/task");
      Files.createFile(go);
      for (int i = 0; i < executions; i++) {
        assertThat(outputs.get(i).get()).isEqualTo("begun\n" + i + "\n");
        assertThat(outcomes.get(i).get()).isEqualTo(new ExecOutcome.Exited(0));
      }
      return threads;
    } finally {
      environment.remove();
    }
  }

  @Test
  void removingTwiceAtOnceRemovesOnce() throws Exception {
    Environment environment = create(new HostBackend(work, System.getenv()), "twice");
    for (int i = 0; i < 20; i++) {
      start(
          environment, "e" + i, "mkdir -p d/" + i + "; cd d/" + i + "; while :; do echo > f; done");
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> removals = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        removals.add(threads.submit(environment::remove));
      }
      for (Future<?> removal : removals) {
        removal.get();
      }
    }

    assertThat(work.resolve("twice")).doesNotExist();
    eventually(() -> ProcessHandle.current().children().findAny().isEmpty());
  }

  @Test
  void killingOneJobLeavesItsSiblingAlone() throws Exception {
    HostBackend backend = new HostBackend(work, System.getenv());
    Environment one = create(backend, "one");
    Environment two = create(backend, "two");
    try {
      String tree =
          "(setsid sh -c 'trap \"\" TERM; echo $$ > pid; sleep 60; sleep 60' &) ; sleep 60";
      Execution first = start(one, "tree", tree);
      Execution second = start(two, "tree", tree);
      long firstPid = pid(one);
      long secondPid = pid(two);

      first.signal(Signal.KILL);

      assertThat(first.outcome()).isEqualTo(new ExecOutcome.Signalled(9));
      assertThat(alive(firstPid)).isFalse();
      assertThat(alive(secondPid)).isTrue();
      two.remove();
      assertThat(alive(secondPid)).isFalse();
      assertThat(second.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
    } finally {
      one.remove();
      two.remove();
    }
  }

  private static Environment create(HostBackend backend, String id) throws InterruptedException {
    Owner owner = new Owner("test", 0, Map.of());
    return backend.create(EnvironmentRequest.of(id, owner, JobPlan.commandsOnly("repo")));
  }

  private static Execution start(Environment environment, String id, String script) {
    return environment.start(
        new ExecSpec(
            new ExecId(id),
            List.of("sh", "-c", script),
            environment.layout().env(),
            environment.layout().paths().workspace(),
            null));
  }

  private static String text(Execution execution) throws InterruptedException {
    StringBuilder all = new StringBuilder();
    for (Chunk chunk = execution.read(0, 0);
        !chunk.isEnd();
        chunk = execution.read(chunk.end(), chunk.end())) {
      all.append(new String(chunk.bytes(), StandardCharsets.UTF_8));
    }
    return all.toString();
  }

  private static long pid(Environment environment) throws Exception {
    Path file = Path.of(environment.layout().paths().workspace(), "pid");
    eventually(() -> Files.exists(file) && !Files.readString(file).isBlank());
    return Long.parseLong(Files.readString(file).strip());
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime() - deadline).as("it came true in 60 s").isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static int count(String folder) {
    String[] names = new File(folder).list();
    return names == null ? 0 : names.length;
  }
}
