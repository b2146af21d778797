// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Execution] promises, for environments with a POSIX shell. A backend extends it and
/// says how it is made.
public abstract class ExecutionContract extends ContractFixture {

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
  void aKillSequenceKeepsItsOrderAndItsTimesAndStopsWithTheCommand() throws Exception {
    Execution execution =
        sh(
            "trap 'echo int' INT; trap 'echo term; exit 7' TERM; echo ready;"
                + " while :; do sleep 0.05; done");
    Chunk first = execution.read(0, 0);
    Duration patience = Duration.ofMillis(600);
    long start = System.nanoTime();

    execution.end(
        new KillSequence(
            List.of(
                new KillSequence.Step(Signal.INTERRUPT, patience),
                new KillSequence.Step(Signal.TERMINATE, Duration.ofSeconds(30)),
                new KillSequence.Step(Signal.KILL, patience))));

    assertThat(execution.outcome()).isEqualTo(new ExecOutcome.Exited(7));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(patience, Duration.ofSeconds(25));
    assertThat(read(execution, first.end()).lines().filter(List.of("int", "term")::contains))
        .containsExactly("int", "term");
  }

  @Test
  void aSiblingLivesWhenAnExecutionIsKilled() throws Exception {
    Execution killed = sh("echo ready; sleep 60 & wait");
    Execution sibling = sh("echo ready; exec sleep 60");
    killed.read(0, 0);
    Chunk first = sibling.read(0, 0);

    killed.signal(Signal.KILL);

    assertThat(killed.outcome()).isEqualTo(new ExecOutcome.Signalled(9));
    assertThat(environment.executions()).containsExactlyInAnyOrder(killed.id(), sibling.id());
    sibling.signal(Signal.TERMINATE);
    assertThat(sibling.outcome()).isEqualTo(new ExecOutcome.Signalled(15));
    assertThat(read(sibling, first.end())).isEmpty();
  }

  @Test
  void whatWasForgottenIsUnknown() throws Exception {
    Execution ended = sh("echo out");
    ended.outcome();

    environment.forget(ended.id());

    assertThat(environment.execution(ended.id())).isEmpty();
    assertThat(environment.executions()).isEmpty();
    environment.forget(ended.id());
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
}
