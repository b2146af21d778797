// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands in where the operating system is not Linux, tested on any.
class PortableChildTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void outputAndExitStatusArrive() throws Exception {
    try (Child child = sh("echo one; echo two >&2; cat; exit 42")) {
      assertThat(text(child)).isEqualTo("one\ntwo\n");
      assertThat(child.awaitExit(LONG)).isTrue();
      assertThat(child.exit()).isEqualTo(new ExitStatus.Exited(42));
      assertThat(child.awaitClosed(LONG)).isTrue();
    }
  }

  @Test
  void aReaderThatIsAwayMakesTheProcessWaitAndLosesNothing() throws Exception {
    try (Child child = sh("head -c 5000000 /dev/zero; echo > done")) {
      assertThat(child.awaitExit(Duration.ofMillis(300))).isFalse();
      assertThat(folder.resolve("done")).doesNotExist();

      assertThat(text(child)).hasSize(5_000_000);
    }
  }

  @Test
  void cuttingTheOutputEndsItForTheReaderOnly() throws Exception {
    try (Child child =
        sh(
            "echo before; (while [ ! -e go ]; do sleep 0.02; done; seq 100000; echo > done) & "
                + "while [ ! -e leave ]; do sleep 0.02; done; sleep 0.3")) {
      byte[] before = child.read(100);
      Files.createFile(folder.resolve("leave"));
      assertThat(child.awaitExit(LONG)).isTrue();
      assertThat(child.awaitClosed(Duration.ofMillis(20))).isFalse();
      child.cut();

      assertThat(new String(before, StandardCharsets.UTF_8)).isEqualTo("before\n");
      assertThat(text(child)).isEmpty();
      Files.createFile(folder.resolve("go"));
      Eventually.isTrue(() -> Files.exists(folder.resolve("done")));
    }
  }

  @Test
  void aSignalReachesTheDescendants() throws Exception {
    try (Child child = sh("sh -c 'echo begun; sleep 60; true'; true")) {
      assertThat(child.read(100)).isNotEmpty();

      PortableSignals.send(child.pid(), Signals.KILL);

      assertThat(child.awaitExit(LONG)).isTrue();
      assertThat(child.awaitClosed(LONG)).isTrue();
    }
  }

  private Child sh(String script) {
    Program program =
        new Program(
            List.of("sh", "-c", script), Map.of("PATH", System.getenv("PATH")), folder.toString());
    return ((Launch.Running) PortableChild.start(program, "/bin/sh", false)).child();
  }

  private static String text(Child child) throws InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece = child.read(4096); piece.length > 0; piece = child.read(4096)) {
      all.writeBytes(piece);
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
