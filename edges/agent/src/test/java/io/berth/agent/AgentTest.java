// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Chunk;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.FileContent;
import io.berth.spi.FileWrite;
import io.berth.spi.Signal;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the agent does wherever it is brought to.
@Timeout(60)
class AgentTest {

  private static final Duration LEASE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final String tracking = "berth_test_" + UUID.randomUUID();
  private final List<Agent> agents = new ArrayList<>();
  private String path = "";
  private Agent.Place place =
      new Agent.Place(
          _ -> {
            throw new IOException("none");
          },
          "",
          true);
  private int started;

  @AfterEach
  void endAll() throws IOException {
    for (Agent agent : agents.reversed()) {
      try {
        agent.end();
      } catch (BerthException e) {
        assertThat(e.errors().getFirst().code()).isEqualTo(ErrorCode.OWNER_STALE);
      }
      agent.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCommandGetsExactlyItsVariablesAndTellsHowItEnded(Ground ground) throws Exception {
    Agent agent = bring(ground);
    Map<String, String> env = env();
    env.put("INPUT_WITH-DASH", "it's \"$x\" `y`\n");
    env.put("IFS", ":");
    env.put("EMPTY", "");
    Execution execution =
        agent.start(
            new ExecSpec(id(), List.of("env"), env, folder.resolve("home").toString(), null));

    assertThat(text(execution).lines())
        .containsExactlyInAnyOrder(
            "PATH=" + path,
            "RUNNER_TRACKING_ID=" + tracking,
            "INPUT_WITH-DASH=it's \"$x\" `y`",
            "",
            "IFS=:",
            "EMPTY=");
    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(0));
    assertThat(sh(agent, "exit 137").outcome()).isEqualTo(new ExecOutcome.Exited(137));
    assertThat(sh(agent, "kill -9 $$").outcome()).isEqualTo(new ExecOutcome.Signalled(9));
    assertThat(sh(agent, "kill -TERM $$").outcome()).isEqualTo(new ExecOutcome.Signalled(15));
  }

  @ParameterizedTest
  @EnumSource
  void aCommandOfAnyLengthIsRead(Ground ground) throws Exception {
    Agent agent = bring(ground);

    for (int length = 0; length < 1100; length += 100) {
      assertThat(text(sh(agent, "echo '" + "x".repeat(length) + "'"))).hasSize(length + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesAreWrittenAndReadAndHashed(Ground ground) throws Exception {
    AgentFiles files = bring(ground).files();
    String home = folder.resolve("home").toString();
    byte[] large = new byte[AgentFiles.LARGEST];
    Arrays.fill(large, (byte) 'x');
    String tool = home + "/a b/tool";

    files.makeFolders(List.of(home + "/one/two", home + "/ three "));
    files.write(
        List.of(
            new FileWrite(tool, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), true),
            new FileWrite(home + "/none", new byte[0], false),
            new FileWrite(home + "/large", large, false)));

    assertThat(Path.of(home, " three ")).isDirectory();
    assertThat(Path.of(tool)).isExecutable().hasContent("#!/bin/sh\n");
    assertThat(new File(home, "none")).isEmpty();
    assertThat(files.read(home + "/large", 3).size()).isEqualTo(large.length);
    assertThat(files.read(home + "/large", large.length * 2).content()).isEqualTo(large);
    assertThat(files.read(home + "/none", 9)).extracting(FileContent::size).isEqualTo(0L);
    assertThat(files.read(home + "/gone", 9).content()).isNull();
    assertThat(files.read(home, 9).content()).isNull();
    assertThat(files.hash(home + "/large").sha256())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(large));
    assertThatThrownBy(
            () -> files.write(List.of(new FileWrite(home + "/one", new byte[] {1}, false))))
        .hasMessageContaining("/one cannot be written");
    assertThat(files.read(tool, 2).content()).isEqualTo(new byte[] {'#', '!'});
  }

  @ParameterizedTest
  @EnumSource
  void aTreeEndsWithASignalThatNobodyCanIgnore(Ground ground) throws Exception {
    Agent agent = bring(ground);
    Execution execution =
        sh(agent, "trap '' INT TERM; (trap '' INT TERM; sleep 70 & wait) & echo begun; wait; wait");
    assertThat(new String(execution.read(0, 0).bytes(), StandardCharsets.UTF_8))
        .isEqualTo("begun\n");

    execution.signal(Signal.INTERRUPT);
    execution.signal(Signal.TERMINATE);
    execution.signal(Signal.KILL);

    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Signalled(9));
    eventually(() -> marked().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void outputThatNobodyReadsFillsTheRoomAndThenTheCommandWaits(Ground ground) throws Exception {
    Agent agent = bring(ground);
    int size = 12 << 20;
    Execution execution = sh(agent, "head -c " + size + " /dev/zero; echo end");
    eventually(() -> spooled() >= Agent.ROOM);
    assertThat(spooled()).isLessThanOrEqualTo(Agent.ROOM + (1 << 20));

    long most = 0;
    long end = 0;
    for (Chunk chunk = execution.read(0, 0); !chunk.isEnd(); chunk = execution.read(end, end)) {
      end = chunk.end();
      most = Math.max(most, spooled());
    }

    assertThat(end).isEqualTo(size + 4L);
    assertThat(most).isLessThanOrEqualTo(Agent.ROOM + (1 << 20));
    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(0));
  }

  @ParameterizedTest
  @EnumSource
  void whatRunsEndsWithItsLeaseThoughNobodyIsThere(Ground ground) throws Exception {
    Agent agent = bring(ground);
    Execution execution = sh(agent, "trap '' TERM; while :; do sleep 0.1; done");
    eventually(() -> !marked().isEmpty());

    agent.renew(Duration.ofSeconds(1));
    hangUp(agent);

    eventually(() -> marked().isEmpty());
    Agent later = Agent.at(place, 1);
    assertThatThrownBy(() -> sh(later, "true"))
        .isInstanceOfSatisfying(
            BerthException.class,
            e ->
                assertThat(e.errors().getFirst().code())
                    .isEqualTo(ErrorCode.ENVIRONMENT_NOT_READY));
    assertThat(later.execution(execution.id()).orElseThrow().outcome())
        .isInstanceOf(ExecOutcome.EnvironmentLost.class);
    later.close();
  }

  @Test
  void anotherReadsOnFromWhereTheFirstStopped() throws Exception {
    Agent first = bring(Ground.USUAL);
    String go = folder.resolve("go").toString();
    Execution execution =
        sh(first, "printf 01234; while ! [ -e '" + go + "' ]; do sleep 0.05; done; printf 56789");
    Chunk begun = execution.read(0, 0);
    hangUp(first);

    Agent second = Agent.at(place, 2);
    agents.add(second);
    second.takeOver(2, LEASE);
    Files.createFile(Path.of(go));

    Execution same = second.execution(execution.id()).orElseThrow();
    assertThat(begun.end()).isEqualTo(5);
    assertThat(text(same)).isEqualTo("0123456789");
    assertThat(same.outcome()).isEqualTo(new ExecOutcome.Exited(0));
    assertThat(second.executions()).containsExactly(execution.id());
  }

  @Test
  void whoWasReplacedCanReadButChangesNothing() throws Exception {
    Agent first = bring(Ground.USUAL);
    Execution execution = sh(first, "echo one; sleep 70");
    Agent second = Agent.at(place, 2);
    agents.add(second);
    second.takeOver(2, LEASE);

    assertThatThrownBy(() -> sh(first, "true"))
        .isInstanceOfSatisfying(
            BerthException.class,
            e -> assertThat(e.errors().getFirst().code()).isEqualTo(ErrorCode.OWNER_STALE));
    execution.signal(Signal.KILL);
    assertThatThrownBy(first::end).isInstanceOf(BerthException.class);
    assertThat(execution.read(0, 0).end()).isEqualTo(4);
    assertThat(marked()).isNotEmpty();
  }

  @Test
  void fiftyAtOnceAreToldApart() throws Exception {
    Agent agent = bring(Ground.USUAL);
    List<Execution> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(sh(agent, "sleep 0.2; echo " + i + "; exit " + i));
    }

    for (int i = 0; i < all.size(); i++) {
      assertThat(text(all.get(i))).isEqualTo(i + "\n");
      assertThat(all.get(i).outcome()).isEqualTo(new ExecOutcome.Exited(i));
    }
  }

  @Test
  void largeVariablesAndArgumentsArriveAndTheirFileIsEmptied() throws Exception {
    Agent agent = bring(Ground.USUAL);
    Map<String, String> env = env();
    env.put("LARGE", "x".repeat(100_000));
    env.put("SECRET-WITH-DASH", "hidden-from-all");
    String argument = "'\"$ \n".repeat(20_000);
    Execution execution =
        agent.start(
            new ExecSpec(
                id(),
                List.of(
                    "sh",
                    "-c",
                    "echo ${#LARGE} ${#1};" + " grep -l hidden-from-all -r \"$2\" || echo none",
                    "sh",
                    argument,
                    place.folder()),
                env,
                "/",
                null));

    assertThat(text(execution).lines().map(String::strip)).containsExactly("100000 100000", "none");
  }

  @Test
  void aVariableThatOthersCouldHaveIsRefused() throws Exception {
    Ground.Prepared prepared = Ground.USUAL.prepare(folder);

    assertThatThrownBy(
            () ->
                Agent.install(
                    prepared.place(),
                    1,
                    LEASE,
                    new Agent.Surroundings("CI=true", folder.toString(), false)))
        .isInstanceOf(BerthException.class)
        .hasMessageContaining("not one of a kind");
  }

  @Test
  void oneRequestAtATimeServesCarriersThatCannotConverse() throws Exception {
    Ground.Prepared prepared = Ground.USUAL.prepare(folder);
    path = prepared.path();
    place = new Agent.Place(prepared.place().carrier(), prepared.place().folder(), false);
    Agent agent = Agent.install(place, 1, LEASE, surroundings());
    agents.add(agent);

    assertThat(text(sh(agent, "echo one"))).isEqualTo("one\n");
  }

  private void hangUp(Agent agent) {
    agents.remove(agent);
    agent.close();
  }

  private Agent bring(Ground ground) throws IOException {
    Ground.Prepared prepared = ground.prepare(folder);
    path = prepared.path();
    place = prepared.place();
    Agent agent = Agent.install(place, 1, LEASE, surroundings());
    agents.add(agent);
    return agent;
  }

  private Agent.Surroundings surroundings() {
    return new Agent.Surroundings(
        "RUNNER_TRACKING_ID=" + tracking, folder.resolve("home").toString(), false);
  }

  private Map<String, String> env() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", path);
    env.put("RUNNER_TRACKING_ID", tracking);
    return env;
  }

  private ExecId id() {
    return new ExecId("e" + ++started);
  }

  private Execution sh(Agent agent, String script) throws IOException {
    return agent.start(
        new ExecSpec(
            id(),
            List.of("sh", "-c", script),
            env(),
            folder.resolve("home").toString(),
            Duration.ofMinutes(5)));
  }

  private static String text(Execution execution) throws InterruptedException {
    var all = new ByteArrayOutputStream();
    for (Chunk chunk = execution.read(0, 0);
        !chunk.isEnd();
        chunk = execution.read(chunk.end(), 0)) {
      all.writeBytes(chunk.bytes());
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private long spooled() {
    File[] files = new File(place.folder(), "x/e1").listFiles();
    long size = 0;
    for (File file : files == null ? new File[0] : files) {
      size += file.getName().startsWith("o.") ? file.length() : 0;
    }
    return size;
  }

  private List<String> marked() {
    List<String> marked = new ArrayList<>();
    String[] names = new File("/proc").list();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0)) && environment(name).contains(tracking)) {
        marked.add(name);
      }
    }
    return marked;
  }

  private static String environment(String pid) {
    try {
      return Files.readString(Path.of("/proc", pid, "environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime() - deadline).as("it came true in 30 s").isNegative();
      LockSupport.parkNanos(10_000_000);
    }
  }
}
