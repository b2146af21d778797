// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFamilyTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private Path home;
  private Path siblingHome;
  private ProcessFamily family;
  private ProcessFamily sibling;

  @BeforeEach
  void begin() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    siblingHome = Files.createDirectory(folder.resolve("sibling"));
    family = new ProcessFamily("TRACKING=one", home);
    sibling = new ProcessFamily("TRACKING=two", siblingHome);
  }

  @AfterEach
  void end() {
    family.end();
    sibling.end();
  }

  @Test
  void endingAFamilyKillsDetachedGrandchildrenThatIgnoreTheRequestWhileASiblingLives()
      throws Exception {
    Child other = start(sibling, siblingHome, "two", detached("sibling.pid") + "; sleep 300");
    Child child = start(family, home, "one", detached("detached.pid") + "; sleep 300");
    long detached = pid(home.resolve("detached.pid"));
    long siblings = pid(siblingHome.resolve("sibling.pid"));

    assertThat(family.end()).isTrue();

    assertThat(child.awaitExit(LONG)).isTrue();
    assertThat(child.exit()).isEqualTo(new ExitStatus.Signalled(9));
    assertThat(alive(detached)).isFalse();
    assertThat(alive(siblings)).isTrue();
    assertThat(other.awaitExit(Duration.ZERO)).isFalse();
    assertThat(sibling.end()).isTrue();
    assertThat(alive(siblings)).isFalse();
  }

  @Test
  void aFamilyOfProgramsThatHideNothingLeavesOrphansOfOthersAlone() throws Exception {
    ProcessFamily trusted = ProcessFamily.ofTrusted("TRACKING=three", siblingHome);
    start(trusted, siblingHome, "three", "sleep 300");
    Process other =
        new ProcessBuilder("sh", "-c", "cd / && setsid -f sh -c 'echo $$; exec sleep 300'")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long orphan = Long.parseLong(other.inputReader().readLine());
    assertThat(other.waitFor()).isZero();

    assertThat(trusted.end()).isTrue();

    assertThat(alive(orphan)).isTrue();
    ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void anOrphanWithoutItsVariablesFolderAndOutputIsKilledOnceOnlyOneFamilyCanHaveMadeIt()
      throws Exception {
    start(sibling, siblingHome, "two", "sleep 300");
    String script =
        "exec env -i /bin/sh -c 'cd / && setsid -f sh -c \"trap \\\"\\\" TERM; echo \\$\\$ > "
            + home
            + "/wiped.pid; exec sleep 300\" >/dev/null 2>&1'";
    Child child = start(family, home, "one", script);
    assertThat(child.awaitExit(LONG)).isTrue();
    long wiped = pid(home.resolve("wiped.pid"));

    family.end();
    sibling.end();

    assertThat(alive(wiped)).isFalse();
  }

  @Test
  void anOrphanWithoutItsVariablesIsKnownByTheFolderItWorksIn() throws Exception {
    start(sibling, siblingHome, "two", "sleep 300");
    Child child =
        start(family, home, "one", "env -i setsid -f /bin/sh -c 'echo $$ > pid; exec sleep 300'");
    assertThat(child.awaitExit(LONG)).isTrue();
    long wiped = pid(home.resolve("pid"));

    family.end();

    assertThat(alive(wiped)).isFalse();
  }

  @Test
  void anOrphanThatWipedEverythingIsKnownIfItWasSeenBefore() throws Exception {
    start(sibling, siblingHome, "two", "sleep 300");
    Child child =
        start(
            family,
            home,
            "one",
            "cd /; env -i setsid sh -c 'echo $$ > "
                + home
                + "/pid; exec sleep 300' >/dev/null 2>&1 & while [ ! -e "
                + home
                + "/go ]; do sleep 0.02; done");
    long wiped = pid(home.resolve("pid"));
    family.observe();
    Files.createFile(home.resolve("go"));
    assertThat(child.awaitExit(LONG)).isTrue();

    family.end();

    assertThat(alive(wiped)).isFalse();
  }

  @Test
  void killingAChildThatEndedKillsWhatItLeftButNotWhatAnEarlierOneLeft() throws Exception {
    Child first = start(family, home, "one", detached("first.pid"));
    assertThat(first.awaitExit(LONG)).isTrue();
    long kept = pid(home.resolve("first.pid"));
    Child second =
        start(
            family,
            home,
            "one",
            // The system counts starts in hundredths of a second: what began with the first is not
            // sure.
            "sleep 0.05; "
                + detached("second.pid")
                + "; while [ ! -e "
                + home
                + "/go ]; do sleep 0.02; done");
    long left = pid(home.resolve("second.pid"));
    family.observe();
    Files.createFile(home.resolve("go"));
    assertThat(second.awaitExit(LONG)).isTrue();

    assertThat(family.kill(second)).isTrue();

    assertThat(alive(left)).isFalse();
    assertThat(alive(kept)).isTrue();
  }

  @Test
  void aSignalReachesTheWholeTreeAndTheTrapsOfItsShells() throws Exception {
    Child child =
        start(
            family,
            home,
            "one",
            "trap 'echo outer; exit 7' INT; sh -c 'trap \"echo inner >> inner; exit\" INT;"
                + " touch ready; while :; do sleep 0.02; done'; wait");
    Eventually.isTrue(() -> Files.exists(home.resolve("ready")));

    family.signal(child, Signals.INTERRUPT);

    assertThat(child.awaitExit(LONG)).isTrue();
    assertThat(child.exit()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(home.resolve("inner")).hasContent("inner");
  }

  @Test
  void aForkBombIsEnded() throws Exception {
    Child child =
        start(
            family,
            home,
            "one",
            "f() { while :; do ( sleep 5 ) & setsid sleep 5 & sleep 0.01; done; }; f & f & f");
    Eventually.isTrue(() -> ProcessHandle.current().descendants().count() > 40);

    assertThat(family.end()).isTrue();

    assertThat(child.awaitExit(LONG)).isTrue();
    assertThat(ProcessHandle.current().descendants().filter(this::isOurs)).isEmpty();
  }

  @Test
  void theDeadAreReaped() throws Exception {
    Child child = start(family, home, "one", "for i in 1 2 3 4 5; do setsid -f true; done");
    assertThat(child.awaitExit(LONG)).isTrue();

    Eventually.isTrue(
        () -> {
          family.observe();
          long self = ProcessHandle.current().pid();
          return ProcessEntry.all().stream().noneMatch(p -> p.parent() == self && p.zombie());
        });
  }

  @Test
  void aChildOfTheJdkIsNeitherKilledNorReaped() throws Exception {
    Process process = new ProcessBuilder("sh", "-c", "sleep 0.3; exit 5").start();
    start(family, home, "one", "sleep 300");

    family.end();

    assertThat(process.waitFor()).isEqualTo(5);
  }

  private boolean isOurs(ProcessHandle process) {
    ProcessEntry entry = ProcessEntry.of(process.pid());
    return entry != null && !entry.zombie() && entry.startedWith("TRACKING=one");
  }

  private static String detached(String pidFile) {
    return "(setsid sh -c 'trap \"\" TERM INT HUP; echo $$ > "
        + pidFile
        + ".new; mv "
        + pidFile
        + ".new "
        + pidFile
        + "; while :; do sleep 0.1; done' >/dev/null 2>&1 &)";
  }

  private static Child start(ProcessFamily family, Path home, String tracking, String script)
      throws IOException {
    Map<String, String> env = new HashMap<>();
    env.put("PATH", System.getenv("PATH"));
    env.put("TRACKING", tracking);
    Launch launch = family.start(new Program(List.of("sh", "-c", script), env, home.toString()));
    return ((Launch.Running) launch).child();
  }

  private static long pid(Path file) throws Exception {
    Eventually.isTrue(() -> Files.exists(file) && !Files.readString(file).isBlank());
    return Long.parseLong(Files.readString(file).strip());
  }

  private static boolean alive(long pid) {
    ProcessEntry entry = ProcessEntry.of(pid);
    return entry != null && !entry.zombie();
  }
}
