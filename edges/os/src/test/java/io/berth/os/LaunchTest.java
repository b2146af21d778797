// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTest {

  private static final Map<String, String> ENV = Map.of("PATH", System.getenv("PATH"));
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 126, 127, 128, 130, 137, 255})
  void theExitStatusIsExact(int code) throws Exception {
    try (Child child = sh("exit " + code)) {
      assertThat(child.awaitExit(LONG)).isTrue();

      assertThat(child.exit()).isEqualTo(new ExitStatus.Exited(code));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 9, 10, 11, 13, 15})
  void theSignalThatEndedAProcessIsTold(int signal) throws Exception {
    try (Child child = sh("kill -" + signal + " $$; sleep 60")) {
      assertThat(child.awaitExit(LONG)).isTrue();

      assertThat(child.exit()).isEqualTo(new ExitStatus.Signalled(signal));
    }
  }

  @Test
  void bothOutputsArriveInOrderAndEnd() throws Exception {
    try (Child child = sh("i=0; while [ $i -lt 200 ]; do echo $i; echo $i >&2; i=$((i+1)); done")) {
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        expected.append(i).append('\n').append(i).append('\n');
      }

      assertThat(text(child)).isEqualTo(expected.toString());
    }
  }

  @Test
  void errorsComeApartFromTheOutputIfThatIsAskedFor() throws Exception {
    Program program =
        new Program(List.of("/bin/sh", "-c", "echo out; echo err >&2"), ENV, folder.toString());

    try (Child child = ((Launch.Running) Launch.apart(program)).child();
        InputStream errors = child.errors()) {
      assertThat(new String(errors.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("err\n");
      assertThat(text(child)).isEqualTo("out\n");
    }
  }

  @Test
  void aGroupIsEndedAlsoWhenItsLeaderHasEnded() throws Exception {
    try (Child child = sh("sleep 60 & setsid sh -c 'echo $$; exec sleep 60' &")) {
      long apart = Long.parseLong(new String(child.read(100), StandardCharsets.UTF_8).strip());
      assertThat(child.awaitExit(LONG)).isTrue();

      child.signalGroup(Signals.KILL);

      assertThat(ProcessHandle.of(apart)).isPresent();
      ProcessHandle.of(apart).ifPresent(ProcessHandle::destroyForcibly);
      assertThat(child.awaitClosed(LONG)).isTrue();
    }
  }

  @Test
  void standardInputIsEmptyAndThereIsNoTerminal() throws Exception {
    try (Child child = sh("cat; tty; (exec < /dev/tty) 2>/dev/null || echo none")) {
      assertThat(text(child)).isEqualTo("not a tty\nnone\n");
    }
  }

  @Test
  void theProcessLeadsASessionAndHasNoIgnoredOrBlockedSignal() throws Exception {
    try (Child child =
        sh("cut -d' ' -f 1,5,6 /proc/$$/stat; grep -E 'Sig(Blk|Ign)' /proc/self/status")) {
      String pid = Long.toString(child.pid());

      assertThat(text(child).lines().toList())
          .containsExactly(
              pid + " " + pid + " " + pid,
              "SigBlk:\t0000000000000000",
              "SigIgn:\t0000000000000000");
    }
  }

  @Test
  void noOtherFileDescriptorIsInherited() throws Exception {
    try (Child other = sh("sleep 5");
        Child child = start(List.of("ls", "/proc/self/fd"), ENV)) {
      assertThat(text(child).lines().toList()).containsExactly("0", "1", "2", "3");
      assertThat(other.awaitExit(Duration.ZERO)).isFalse();
    }
  }

  @Test
  void argumentsAndVariablesArriveUnchanged() throws Exception {
    Map<String, String> env = new HashMap<>(ENV);
    env.put("WITH-DASH", "1");
    env.put("EMPTY", "");
    env.put("LINES", "a\nb");
    env.put("UTF", "grüß 🚢");
    try (Child child = start(List.of("env", "-0"), env)) {
      assertThat(List.of(text(child).split("\0")))
          .containsExactlyInAnyOrder(
              "PATH=" + ENV.get("PATH"), "WITH-DASH=1", "EMPTY=", "LINES=a\nb", "UTF=grüß 🚢");
    }
    try (Child child = start(List.of("printf", "%s|", "a b", "", "\"$x\"", "'", "ü"), ENV)) {
      assertThat(text(child)).isEqualTo("a b||\"$x\"|'|ü|");
    }
  }

  @Test
  void anEnvironmentTooLargeForTheKernelIsRefusedAndSaysSo() throws Exception {
    Map<String, String> env = new HashMap<>(ENV);
    env.put("HUGE", "x".repeat(200_000));

    assertThat(Launch.of(new Program(List.of("true"), env, folder.toString())))
        .isInstanceOfSatisfying(
            Launch.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(126);
              assertThat(refused.problem()).contains("too long").contains("bytes");
            });
  }

  @Test
  void aHundredKibibytesInOneVariableArrive() throws Exception {
    Map<String, String> env = new HashMap<>(ENV);
    env.put("LARGE", "x".repeat(100 << 10));
    try (Child child = start(List.of("sh", "-c", "echo ${#LARGE}"), env)) {
      assertThat(text(child)).isEqualTo((100 << 10) + "\n");
    }
  }

  @Test
  void whatCannotBeStartedIsRefusedWithTheCodeOfAShell() throws Exception {
    Path plain = Files.writeString(folder.resolve("plain"), "echo");
    Path garbage = Files.writeString(folder.resolve("garbage"), "no program");
    assertThat(garbage.toFile().setExecutable(true)).isTrue();
    Path orphan = Files.writeString(folder.resolve("orphan"), "#!/no/such/interpreter\n");
    assertThat(orphan.toFile().setExecutable(true)).isTrue();

    assertThat(refusal("no-such-program", folder)).isEqualTo(127);
    assertThat(refusal("./missing", folder)).isEqualTo(127);
    assertThat(refusal(plain.toString(), folder)).isEqualTo(126);
    assertThat(refusal(garbage.toString(), folder)).isEqualTo(126);
    assertThat(refusal(orphan.toString(), folder)).isEqualTo(126);
    assertThat(refusal(folder.toString(), folder)).isEqualTo(126);
    assertThat(refusal("true", folder.resolve("gone"))).isEqualTo(127);
    assertThat(refusal("a\0b", folder)).isEqualTo(126);
  }

  @Test
  void aProgramIsFoundThroughThePathOfItsOwnEnvironment() throws Exception {
    Path tool = Files.writeString(folder.resolve("tool"), "#!/bin/sh\necho found $PWD\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    try (Child child = start(List.of("tool"), Map.of("PATH", "/nowhere:" + folder))) {
      assertThat(text(child)).isEqualTo("found " + folder.toRealPath() + "\n");
    }
  }

  @Test
  void cuttingTheOutputKeepsWhatIsThereAndLetsWritersGoOn() throws Exception {
    try (Child child =
        sh("echo before; (while [ ! -e go ]; do sleep 0.02; done; seq 100000; echo > done) &")) {
      assertThat(child.awaitExit(LONG)).isTrue();
      assertThat(child.awaitClosed(Duration.ofMillis(20))).isFalse();
      child.cut();

      assertThat(text(child)).isEqualTo("before\n");

      Files.createFile(folder.resolve("go"));
      Eventually.isTrue(() -> Files.exists(folder.resolve("done")));
    }
  }

  @Test
  void aReaderThatIsInterruptedTakesNothing() throws Exception {
    try (Child child = sh("while [ ! -e go ]; do sleep 0.02; done; echo late")) {
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      child.read(10);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      reader.interrupt();
      reader.join();
      Files.createFile(folder.resolve("go"));

      assertThat(text(child)).isEqualTo("late\n");
    }
  }

  private int refusal(String program, Path directory) throws IOException {
    Launch launch = Launch.of(new Program(List.of(program), ENV, directory.toString()));
    return ((Launch.Refused) launch).code();
  }

  private Child sh(String script) throws IOException {
    return start(List.of("sh", "-c", script), ENV);
  }

  private Child start(List<String> command, Map<String, String> env) throws IOException {
    Launch launch = Launch.of(new Program(command, env, folder.toString()));
    return ((Launch.Running) launch).child();
  }

  private static String text(Child child) throws InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece = child.read(4096); piece.length > 0; piece = child.read(4096)) {
      all.writeBytes(piece);
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
