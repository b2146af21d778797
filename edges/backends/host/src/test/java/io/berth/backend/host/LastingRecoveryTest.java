// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.spi.Capabilities;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.Owner;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a job when the process that began it was killed.
@Timeout(120)
class LastingRecoveryTest {

  private static final String COUNTING =
      "i=0; while [ $i -lt 40000 ]; do echo \"line $i of some output that is counted\"; i=$((i+1));"
          + " done; exit 7";
  private static final Owner NEXT = new Owner("recovery", 2, Map.of("job", "test"));

  @TempDir Path folder;
  private @Nullable Process owner;

  @AfterEach
  void endAll() {
    if (owner != null) {
      owner.destroyForcibly();
    }
    HostBackend backend = backend();
    for (EnvironmentStatus status : backend.list("recovery")) {
      backend.remove(status.id(), status.owner());
    }
  }

  @Test
  void outputReadOnAfterAKillEqualsThatOfAControlRun() throws Exception {
    begin(COUNTING, 60);
    eventually(() -> Files.exists(log()) && Files.size(log()) > 200_000);
    kill();

    HostBackend backend = backend();
    assertThat(backend.capabilities().recovery()).isEqualTo(Capabilities.Recovery.EXEC);
    assertThat(backend.list("recovery"))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.id()).isEqualTo(LastingOwner.ID);
              assertThat(status.owner()).isEqualTo(LastingOwner.OWNER);
              assertThat(status.state()).isEqualTo(EnvironmentStatus.State.READY);
            });
    assertThat(backend.list("another")).isEmpty();
    Environment environment = backend.adopt(LastingOwner.ID, NEXT);
    Execution execution = environment.execution(LastingOwner.STEP).orElseThrow();
    readOn(execution);

    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(7));
    assertThat(Files.readString(log())).isEqualTo(control());
    environment.remove();
    assertThat(folder.resolve("work").resolve(LastingOwner.ID)).doesNotExist();
  }

  private void readOn(Execution execution) throws Exception {
    try (OutputStream log = new FileOutputStream(log().toFile(), true)) {
      long end = Files.size(log());
      for (Chunk chunk = execution.read(end, end);
          !chunk.isEnd();
          chunk = execution.read(end, end)) {
        log.write(chunk.bytes());
        end = chunk.end();
      }
    }
  }

  private static String control() throws Exception {
    Process process = new ProcessBuilder("sh", "-c", COUNTING).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsLeftOnceTheLeaseRanOutWithNobodyThere() throws Exception {
    begin("trap '' TERM HUP; echo $$; setsid sleep 300 & while :; do sleep 0.1; done", 3);
    eventually(() -> Files.exists(log()) && Files.size(log()) > 0);
    long pid = Long.parseLong(Files.readString(log()).strip());
    kill();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isPresent();

    eventually(() -> !Files.exists(folder.resolve("work").resolve(LastingOwner.ID)));

    assertThat(ProcessHandle.of(pid).filter(LastingRecoveryTest::runs)).isEmpty();
    HostBackend backend = backend();
    assertThat(backend.list("recovery")).isEmpty();
    assertThatThrownBy(() -> backend.adopt(LastingOwner.ID, NEXT))
        .isInstanceOf(BerthException.class);
  }

  /// A dead process that nobody has asked for is not running.
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  /// Who makes an environment holds its lock until the marks are written.
  @Test
  void whatWasHalfMadeByAProcessThatIsGoneIsDeleted() throws Exception {
    Path half = Files.createDirectories(folder.resolve("work/half"));
    Files.createFile(half.resolve("lock"));

    assertThat(backend().list("recovery")).isEmpty();

    assertThat(half).doesNotExist();
  }

  @Test
  void whoWasReplacedWhileItLivesEndsNothing() throws Exception {
    HostBackend first = backend();
    Environment mine =
        first.create(
            EnvironmentRequest.of("fenced", LastingOwner.OWNER, JobPlan.commandsOnly("repo")));
    HostBackend second = backend();
    second.adopt("fenced", NEXT);

    assertThatThrownBy(
            () -> first.renew(List.of("fenced"), LastingOwner.OWNER, Duration.ofMinutes(1)))
        .isInstanceOf(BerthException.class);
    mine.remove();

    assertThat(folder.resolve("work/fenced")).isDirectory();
    assertThat(second.list("recovery")).hasSize(1);
    second.remove("fenced", NEXT);
    assertThat(folder.resolve("work/fenced")).doesNotExist();
  }

  private HostBackend backend() {
    return HostBackend.lasting(folder.resolve("work"), System.getenv());
  }

  private Path log() {
    return folder.resolve("log");
  }

  private void begin(String script, int lease) throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes,
                LastingOwner.class.getName(),
                folder.resolve("work").toString(),
                log().toString(),
                script,
                Integer.toString(lease))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("owner").toFile())
            .start();
  }

  private void kill() throws InterruptedException {
    if (owner != null) {
      owner.destroyForcibly().waitFor();
    }
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime() - deadline).as("it came true in 60 s").isNegative();
      LockSupport.parkNanos(2_000_000);
    }
  }
}
