// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Environment] promises, for environments with a POSIX shell. A backend extends it and
/// says how it is made.
@Timeout(60)
public abstract class EnvironmentContract {

  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final Owner OWNER = new Owner("contract", 1, Map.of("job", "test"));
  private static int count;

  private Environment environment;
  private Backend backend;
  private int started;

  /// Returns the backend to test, a new one for every test.
  protected abstract Backend backend() throws IOException;

  @BeforeEach
  final void createEnvironment() throws Exception {
    backend = backend();
    environment = create("contract-" + ++count);
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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 126, 127, 255})
  void theExitStatusIsExact(int code) throws Exception {
    assertThat(sh("exit " + code).outcome()).isEqualTo(new ExecOutcome.Exited(code));
  }

  @Test
  void aSignalThatEndsACommandIsItsOutcome() throws Exception {
    assertThat(sh("kill -9 $$").outcome()).isEqualTo(new ExecOutcome.Signalled(9));
  }

  @Test
  void everyByteArrivesUnchanged() throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    String file = environment.layout().paths().temp() + "/bytes";
    environment.writeFiles(List.of(new FileWrite(file, all, false)));

    assertThat(bytes(sh("cat '" + file + "'"))).isEqualTo(all);
  }

  @Test
  void bothStreamsArriveInTheOrderInWhichTheyWereWritten() throws Exception {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      expected.append("out ").append(i).append("\nerr ").append(i).append('\n');
    }

    assertThat(
            text(
                sh("i=0; while [ $i -lt 500 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done")))
        .isEqualTo(expected.toString());
  }

  @Test
  void tenMegabytesArriveWhole() throws Exception {
    byte[] bytes = bytes(sh("yes 0123456789abcde | head -c 10000000"));

    assertThat(bytes).hasSize(10_000_000);
    byte[] line = "0123456789abcde\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(bytes[i] == line[i % line.length]).isTrue();
    }
  }

  @Test
  void outputIsReadAgainFromAnyPositionThatIsNotDurable() throws Exception {
    Execution execution = sh("printf 0123456789");
    execution.outcome();

    assertThat(text(execution)).isEqualTo("0123456789");
    assertThat(read(execution, 4)).isEqualTo("456789");
    assertThat(read(execution, 0)).isEqualTo("0123456789");
    assertThat(environment.execution(execution.id())).contains(execution);
  }

  @Test
  void readingBeforeWhatIsDurableIsAMistakeOfTheCaller() throws Exception {
    Execution execution = sh("printf 0123456789");
    readDurably(execution);

    assertThatIllegalArgumentException().isThrownBy(() -> execution.read(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> execution.read(11, 0));
  }

  @Test
  void aCommandWaitsWhenNobodyCallsItsOutputDurable() throws Exception {
    String done = environment.layout().paths().temp() + "/done";
    long room = backend.capabilities().limits().retainedBytes();
    long size = room + (8 << 20);
    Execution execution = sh("head -c " + size + " /dev/zero; echo > '" + done + "'");
    long at = 0;
    while (at < room) {
      at = execution.read(at, 0).end();
    }
    assertThat(environment.readFiles(List.of(done), 10).getFirst().content()).isNull();

    long end = at;
    for (Chunk chunk = execution.read(end, end); !chunk.isEnd(); chunk = execution.read(end, end)) {
      end = chunk.end();
    }

    assertThat(end).isEqualTo(size);
    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(0));
    assertThat(environment.readFiles(List.of(done), 10).getFirst().content()).isNotNull();
  }

  @Test
  void interruptingAReaderEndsItsWaitOnly() throws Exception {
    String go = environment.layout().paths().temp() + "/go";
    Execution execution = sh("while [ ! -e '" + go + "' ]; do sleep 0.05; done; echo late");
    boolean[] interrupted = new boolean[1];
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    execution.read(0, 0);
                  } catch (InterruptedException e) {
                    interrupted[0] = true;
                  }
                });
    reader.interrupt();
    reader.join();
    environment.writeFiles(List.of(new FileWrite(go, new byte[0], false)));

    assertThat(interrupted[0]).isTrue();
    assertThat(text(execution)).isEqualTo("late\n");
    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(0));
  }

  @Test
  void standardInputIsEmpty() throws Exception {
    assertThat(text(sh("cat; echo end"))).isEqualTo("end\n");
  }

  @Test
  void variablesAndArgumentsArriveUnchangedAndAreAllThereIs() throws Exception {
    Map<String, String> env = new HashMap<>();
    env.put("PATH", path());
    env.put("EMPTY", "");
    env.put("WITH-DASH", "a\nb");
    env.put("UTF", "grüß 🚢");
    Execution variables = start(List.of("env", "-0"), env, null);

    assertThat(text(variables).split("\0"))
        .containsExactlyInAnyOrder("PATH=" + path(), "EMPTY=", "WITH-DASH=a\nb", "UTF=grüß 🚢");
    assertThat(text(start(List.of("printf", "%s|", "a b", "", "\"$x\"", "'"), env, null)))
        .isEqualTo("a b||\"$x\"|'|");
  }

  @Test
  void whatCannotBeStartedIsAnOutcomeAndTheEnvironmentStaysReady() throws Exception {
    Map<String, String> env = environment.layout().env();
    String workspace = environment.layout().paths().workspace();

    assertThat(notStarted(start(List.of("no-such-program"), env, null))).isEqualTo(127);
    assertThat(notStarted(start(List.of(workspace), env, null))).isEqualTo(126);
    assertThat(
            notStarted(
                environment.start(
                    new ExecSpec(nextId(), List.of("true"), env, workspace + "/gone", null))))
        .isEqualTo(127);
    assertThat(sh("exit 3").outcome()).isEqualTo(new ExecOutcome.Exited(3));
  }

  @Test
  void startingAKnownIdReturnsItAndRunsNothing() throws Exception {
    ExecSpec spec =
        new ExecSpec(
            new ExecId("once"),
            List.of("sh", "-c", "echo x >> count"),
            environment.layout().env(),
            environment.layout().paths().workspace(),
            null);
    Execution first = environment.start(spec);
    first.outcome();
    Execution second = environment.start(spec);
    second.outcome();

    assertThat(second).isSameAs(first);
    assertThat(text(sh("cat count"))).isEqualTo("x\n");
    assertThat(environment.execution(new ExecId("never"))).isEmpty();
  }

  @Test
  void anEndedExecutionCanBeForgotten() throws Exception {
    Execution ended = sh("true");
    ended.outcome();
    Execution running = sh("sleep 60");

    environment.forget(ended.id());
    environment.forget(running.id());

    assertThat(environment.executions()).containsExactly(running.id());
  }

  @Test
  void aLimitEndsTheCommandAndItsTreeAndLeavesTheEnvironment() throws Exception {
    Duration limit = Duration.ofMillis(300);
    Execution execution =
        start(
            List.of("sh", "-c", "trap '' INT TERM; echo begun; sleep 60 & wait"),
            environment.layout().env(),
            limit);

    assertThat(text(execution)).isEqualTo("begun\n");
    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.TimedOut(limit));
    assertThat(sh("true").outcome()).isEqualTo(new ExecOutcome.Exited(0));
  }

  @Test
  void aSignalCanBeTrapped() throws Exception {
    Execution execution = sh("trap 'echo caught; exit 9' TERM; echo ready; sleep 60 & wait");
    Chunk first = execution.read(0, 0);

    execution.signal(Signal.TERMINATE);

    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(9));
    assertThat(read(execution, first.end())).isEqualTo("caught\n");
  }

  @Test
  void aKillSequenceGoesOnUntilTheCommandEnds() throws Exception {
    Execution execution = sh("trap 'echo no' INT TERM; echo ready; while :; do sleep 0.05; done");
    Chunk first = execution.read(0, 0);
    Duration patience = Duration.ofMillis(250);

    execution.end(
        new KillSequence(
            List.of(
                new KillSequence.Step(Signal.INTERRUPT, patience),
                new KillSequence.Step(Signal.TERMINATE, patience),
                new KillSequence.Step(Signal.KILL, patience))));

    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Signalled(9));
    assertThat(read(execution, first.end()).lines().filter("no"::equals)).hasSize(2);
  }

  @Test
  void whatACommandDetachedIsGoneWhenTheCommandEndedByASignal() throws Exception {
    String beat = environment.layout().paths().temp() + "/beat";
    Execution execution =
        sh(
            "(setsid sh -c 'trap \"\" INT TERM HUP; while :; do echo x >> \"$0\"; sleep 0.05; done' '"
                + beat
                + "' >/dev/null 2>&1 &); sleep 60");
    eventually(() -> size(beat) > 2);

    execution.signal(Signal.INTERRUPT);
    execution.outcome();

    long size = size(beat);
    sh("sleep 0.3").outcome();
    assertThat(size(beat)).isEqualTo(size);
  }

  @Test
  void aBackgroundChildSurvivesItsStepAndEndsWithTheEnvironment() throws Exception {
    String temp = environment.layout().paths().temp();
    Execution step =
        sh("cd '" + temp + "'; (while :; do echo x >> beat; sleep 0.05; done) >/dev/null 2>&1 &");

    assertThat(step.outcome()).isEqualTo(new ExecOutcome.Exited(0));
    long before = size(temp + "/beat");
    eventually(() -> size(temp + "/beat") > before + 2);
  }

  @Test
  void aChildThatKeepsTheOutputOpenHoldsTheResultForFiveSecondsAtMost() throws Exception {
    String temp = environment.layout().paths().temp();
    Execution step =
        sh("echo begun; (sleep 5.5; echo late; echo > '" + temp + "/alive'; sleep 60) &");
    long start = System.nanoTime();

    assertThat(text(step)).isEqualTo("begun\n");
    assertThat(step.outcome()).isEqualTo(new ExecOutcome.Exited(0));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    eventually(() -> size(temp + "/alive") > 0);
  }

  @Test
  void removingEndsWhatRunsAndSaysThatTheEnvironmentIsLost() throws Exception {
    Execution execution = sh("echo begun; sleep 60");
    execution.read(0, 0);

    environment.remove();
    environment.remove();

    assertThat(execution.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
    assertThatThrownBy(() -> sh("true"))
        .isInstanceOfSatisfying(
            BerthException.class,
            e ->
                assertThat(e.errors().getFirst().code())
                    .isEqualTo(ErrorCode.ENVIRONMENT_NOT_READY));
    backend.remove("never-made", OWNER);
  }

  @Test
  void stoppingEndsWhatRunsAndLeavesTheFiles() throws Exception {
    String workspace = environment.layout().paths().workspace();
    Execution execution = sh("echo > kept; echo begun; sleep 60");
    execution.read(0, 0);

    environment.stop();

    assertThat(execution.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
    assertThatThrownBy(() -> sh("true")).isInstanceOf(BerthException.class);
    assertThat(environment.listFiles(workspace, false, 10)).hasSize(1);
  }

  @Test
  void filesAreWrittenWithTheirFoldersAndReadUpToALimit() throws Exception {
    String temp = environment.layout().paths().temp();
    environment.writeFiles(
        List.of(
            new FileWrite(temp + "/a/b/tool", "#!/bin/sh\necho ran".getBytes(UTF_8), true),
            new FileWrite(temp + "/plain", "0123456789".getBytes(UTF_8), false)));

    List<FileContent> read =
        environment.readFiles(List.of(temp + "/plain", temp + "/missing", temp), 4);

    assertThat(read.get(0).content()).isEqualTo("0123".getBytes(UTF_8));
    assertThat(read.get(0).size()).isEqualTo(10);
    assertThat(read.get(1).content()).isNull();
    assertThat(read.get(2).content()).isNull();
    assertThat(text(sh("'" + temp + "/a/b/tool'; [ -x '" + temp + "/plain' ] || echo plain")))
        .isEqualTo("ran\nplain\n");
  }

  @Test
  void aTreeSurvivesTheWayOutAndIn() throws Exception {
    String temp = environment.layout().paths().temp();
    String deep = "very-long-name-".repeat(12);
    text(
        sh(
            "cd '"
                + temp
                + "'; mkdir -p from/empty 'from/"
                + deep
                + "/ümläut dir';"
                + " echo one > 'from/"
                + deep
                + "/ümläut dir/file'; ln -s '"
                + deep
                + "' from/link; ln -s /nowhere/at/all from/dangling; printf '#!/bin/sh' > from/run;"
                + " chmod 750 from/run; : > from/none; chmod 500 from/empty"));
    ByteArrayOutputStream tar = new ByteArrayOutputStream();

    environment.copyOut(temp + "/from", tar);
    environment.copyIn(temp + "/to", new ByteArrayInputStream(tar.toByteArray()));

    String list = "find . -printf '%p %y %m %s %l\\n' | grep -v ' d ' | LC_ALL=C sort";
    String from = text(sh("cd '" + temp + "/from'; " + list));
    assertThat(from).contains("./run f 750 9").contains("./dangling l").contains("file f");
    assertThat(text(sh("cd '" + temp + "/to'; " + list))).isEqualTo(from);
    assertThat(text(sh("cd '" + temp + "/to'; test -d empty && echo there"))).isEqualTo("there\n");
  }

  @Test
  void readingATarThatFailsIsAnError() {
    String temp = environment.layout().paths().temp();
    InputStream garbage = new ByteArrayInputStream("no archive".repeat(200).getBytes(UTF_8));

    assertThatThrownBy(() -> environment.copyIn(temp + "/to", garbage))
        .isInstanceOf(IOException.class);
  }

  @Test
  void filesAreListedInTheOrderOfTheirBytesAndHashedInPlace() throws Exception {
    String temp = environment.layout().paths().temp();
    text(
        sh(
            "cd '"
                + temp
                + "'; mkdir -p l/a l/B; : > l/a/x; : > l/a.txt; printf abc > l/B/z;"
                + " ln -s a l/c; ln -s .. l/a/up"));

    assertThat(paths(environment.listFiles(temp + "/l", false, 100)))
        .containsExactly("B", "B/z", "a", "a/up", "a/x", "a.txt", "c");
    assertThat(paths(environment.listFiles(temp + "/l", true, 100)))
        .containsExactly("B", "B/z", "a", "a/up", "a/x", "a.txt", "c", "c/up", "c/x");
    assertThatThrownBy(() -> environment.listFiles(temp + "/l", false, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 3");
    List<FileHash> hashes =
        environment.hashFiles(List.of(temp + "/l/B/z", temp + "/gone", temp + "/l"));
    assertThat(hashes.get(0).sha256())
        .asHexString()
        .isEqualTo("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
    assertThat(hashes.get(1).sha256()).isNull();
    assertThat(hashes.get(2).sha256()).isNull();
  }

  @Test
  void theFoldersOfTheLayoutExistAndCanBeWritten() throws Exception {
    Layout.Paths paths = environment.layout().paths();
    for (String path :
        List.of(paths.workspace(), paths.temp(), paths.actions(), paths.toolCache())) {
      assertThat(sh("cd '" + path + "' && : > .probe && rm .probe").outcome())
          .isEqualTo(new ExecOutcome.Exited(0));
    }
    assertThat(environment.layout().env()).containsKeys("PATH", "HOME");
  }

  @Test
  void environmentsHaveNoFolderInCommon() throws Exception {
    Environment other = create("contract-other-" + ++count);
    try {
      Layout.Paths mine = environment.layout().paths();
      Layout.Paths theirs = other.layout().paths();

      assertThat(theirs.workspace()).isNotEqualTo(mine.workspace());
      assertThat(theirs.temp()).isNotEqualTo(mine.temp());
      assertThat(theirs.actions()).isNotEqualTo(mine.actions());
    } finally {
      other.remove();
    }
  }

  @Test
  void theSameRequestReturnsTheSameEnvironmentAndAnotherOneIsRefused() throws Exception {
    EnvironmentRequest request =
        EnvironmentRequest.of("twice", OWNER, JobPlan.commandsOnly("repo"));
    Environment first = backend.create(request);
    try {
      assertThat(backend.create(request)).isSameAs(first);
      assertThatThrownBy(
              () ->
                  backend.create(
                      EnvironmentRequest.of("twice", OWNER, JobPlan.commandsOnly("other"))))
          .isInstanceOf(BerthException.class);
    } finally {
      first.remove();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLayerThatIsNotDeclaredIsRefusedByPlanAndCall(Layer layer) {
    if (backend.capabilities().realisation(layer) != Layer.Realisation.UNSUPPORTED) {
      return;
    }
    SourceSpan where = new SourceSpan("ci.yml", 7, 5, 3);
    ContainerSpec container =
        new ContainerSpec("c", "db", "image", null, Map.of(), "", List.of(), List.of(), where);
    JobPlan plan =
        new JobPlan(
            "repo",
            layer == Layer.JOB_CONTAINER ? container : null,
            layer == Layer.SERVICE ? List.of(container) : List.of(),
            new JobPlan.StepLayers(
                layer == Layer.STEP_CONTAINER ? List.of(where) : List.of(),
                layer == Layer.IMAGE_BUILD ? List.of(where) : List.of()),
            Resources.ANY);

    assertThat(backend.plan(plan))
        .isInstanceOfSatisfying(
            PlanVerdict.Refused.class,
            refused -> {
              assertThat(refused.unmet()).hasSize(1);
              assertThat(refused.unmet().getFirst().layer()).isEqualTo(layer);
              assertThat(refused.unmet().getFirst().error().where()).isEqualTo(where);
            });
    assertThatThrownBy(() -> call(layer, container))
        .isInstanceOfSatisfying(
            BerthException.class,
            e -> assertThat(e.errors().getFirst().code()).isEqualTo(ErrorCode.LAYER_UNSUPPORTED));
  }

  private void call(Layer layer, ContainerSpec container) throws InterruptedException {
    switch (layer) {
      case JOB_CONTAINER -> environment.createJobContainer(container);
      case SERVICE -> environment.createServiceContainer(container);
      case STEP_CONTAINER -> environment.createStepContainer(nextId(), container);
      case IMAGE_BUILD ->
          environment.buildImage(new ImageBuild("i", "/tmp", "Dockerfile", Map.of()));
    }
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

  private Execution start(List<String> command, Map<String, String> env, @Nullable Duration limit) {
    return environment.start(
        new ExecSpec(nextId(), command, env, environment.layout().paths().workspace(), limit));
  }

  private ExecId nextId() {
    return new ExecId("exec-" + ++started);
  }

  private String path() {
    return environment.layout().env().getOrDefault("PATH", "/usr/bin:/bin");
  }

  private long size(String file) throws IOException {
    return environment.readFiles(List.of(file), 1).getFirst().size();
  }

  private static int notStarted(Execution execution) throws InterruptedException {
    assertThat(execution.read(0, 0).isEnd()).isTrue();
    return ((ExecOutcome.NotStarted) execution.outcome()).code();
  }

  private static byte[] bytes(Execution execution) throws InterruptedException {
    return collect(execution, 0, false);
  }

  private static void readDurably(Execution execution) throws InterruptedException {
    collect(execution, 0, true);
  }

  private static String read(Execution execution, long from) throws InterruptedException {
    return new String(collect(execution, from, false), UTF_8);
  }

  private static byte[] collect(Execution execution, long from, boolean durably)
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

  private static List<String> paths(List<FileEntry> entries) {
    List<String> paths = new ArrayList<>();
    for (FileEntry entry : entries) {
      paths.add(entry.path());
    }
    return paths;
  }
}
