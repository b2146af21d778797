// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// Makes the environment that a contract is tested in, and what the contracts have in common.
@Timeout(60)
abstract class ContractFixture {

  static final Charset UTF_8 = StandardCharsets.UTF_8;
  static final Owner OWNER = new Owner("contract", 1, Map.of("job", "test"));
  private static int count;

  Environment environment;
  Backend backend;
  private int started;

  /// Returns the backend to test, a new one for every test.
  protected abstract Backend backend() throws IOException;

  @BeforeEach
  final void createEnvironment() throws Exception {
    backend = backend();
    environment = create(freshId());
  }

  @AfterEach
  final void removeEnvironment() {
    environment.remove();
  }

  /// Returns the environment of this test.
  protected final Environment environment() {
    return environment;
  }

  /// Makes another one.
  protected final Environment create(String id) throws InterruptedException {
    return backend.create(EnvironmentRequest.of(id, OWNER, JobPlan.commandsOnly("repo")));
  }

  /// Returns an id that no other test uses.
  static final String freshId() {
    return "contract-" + ++count;
  }

  /// Runs a script by `sh -c` in the workspace.
  protected final Execution sh(String script) {
    return start(List.of("sh", "-c", script), environment.layout().env(), null);
  }

  /// Returns all output.
  protected static String text(Execution execution) throws InterruptedException {
    return read(execution, 0);
  }

  /// Waits for a condition, with a deadline.
  protected static void eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime() - deadline).as("it came true in 20 s").isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }

  final Execution start(List<String> command, Map<String, String> env, @Nullable Duration limit) {
    return environment.start(
        new ExecSpec(nextId(), command, env, environment.layout().paths().workspace(), limit));
  }

  final ExecSpec spec(String script) {
    return new ExecSpec(
        nextId(),
        List.of("sh", "-c", script),
        environment.layout().env(),
        environment.layout().paths().workspace(),
        null);
  }

  final ExecId nextId() {
    return new ExecId("exec-" + ++started);
  }

  final String path() {
    return environment.layout().env().getOrDefault("PATH", "/usr/bin:/bin");
  }

  final long size(String file) throws IOException {
    return environment.readFiles(List.of(file), 1).getFirst().size();
  }

  static int notStarted(Execution execution) throws InterruptedException {
    assertThat(execution.read(0, 0).isEnd()).isTrue();
    return ((ExecOutcome.NotStarted) execution.outcome()).code();
  }

  static byte[] bytes(Execution execution) throws InterruptedException {
    return collect(execution, 0, false);
  }

  static void readDurably(Execution execution) throws InterruptedException {
    collect(execution, 0, true);
  }

  static String read(Execution execution, long from) throws InterruptedException {
    return new String(collect(execution, from, false), UTF_8);
  }

  static byte[] collect(Execution execution, long from, boolean durably)
      throws InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long at = from;
    while (true) {
      Chunk chunk = execution.read(at, durably || at > (3 << 20) ? at : 0);
      if (chunk.isEnd()) {
        return all.toByteArray();
      }
      all.writeBytes(chunk.bytes());
      at = chunk.end();
    }
  }

  static List<String> paths(List<FileEntry> entries) {
    List<String> paths = new ArrayList<>();
    for (FileEntry entry : entries) {
      paths.add(entry.path());
    }
    return paths;
  }
}
