// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.LogBlock;
import io.berth.engine.Result;
import io.berth.engine.RunListener;
import io.berth.engine.StepKey;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final StepKey STEP = new StepKey(new JobKey("build"), 1);
  private static final StepKey OTHER = new StepKey(new JobKey("../caller/te st"), 2);

  @TempDir Path folder;

  private RunStore store() {
    return RunStore.in(folder.resolve("runs"));
  }

  private static Event started(String id) {
    return new Event.RunStarted(new Event.RunInfo(id, "ci.yml", "CI", "CI", "push", "main"));
  }

  private static long append(RunJournal journal, Event event) {
    return journal.append(NOON, event);
  }

  private static void log(RunJournal journal, StepKey step, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    journal.log(step, NOON, bytes, 0, bytes.length, 0);
  }

  /// What a listener hears, in words.
  private static final class Heard implements RunListener {
    private final List<String> entries = new ArrayList<>();

    @Override
    public void onEvent(long sequence, Instant time, Event event) {
      entries.add(sequence + " " + event);
    }

    @Override
    public void onLog(LogBlock block) {
      entries.add(block.step() + ": " + new String(block.bytes(), UTF_8));
    }
  }

  private static List<String> replayed(StoredRun run) {
    var heard = new Heard();
    run.replay(heard);
    return heard.entries;
  }

  @Test
  void aRunIsReadAsItWasWritten() throws IOException {
    RunStore store = store();
    String id;
    try (RunJournal journal = store.begin(NOON)) {
      id = journal.id();
      assertThat(append(journal, started(id))).isEqualTo(1);
      log(journal, STEP, "one\n");
      log(journal, STEP, "two\n");
      append(journal, new Event.Noticed("between"));
      log(journal, OTHER, "three");
      append(journal, new Event.StepCompleted(OTHER, Result.SUCCESS, Result.SUCCESS, 0));
      append(journal, new Event.RunCompleted(Result.SUCCESS));
    }

    StoredRun run = store().find(id);

    assertThat(replayed(run))
        .containsExactly(
            "1 " + started(id),
            STEP + ": one\ntwo\n",
            "2 " + new Event.Noticed("between"),
            OTHER + ": three",
            "3 " + new Event.StepCompleted(OTHER, Result.SUCCESS, Result.SUCCESS, 0),
            "4 " + new Event.RunCompleted(Result.SUCCESS));
    assertThat(run.log(STEP).readAllBytes()).isEqualTo("one\ntwo\n".getBytes(UTF_8));
    assertThat(run.log(new StepKey(STEP.job(), 9)).readAllBytes()).isEmpty();
  }

  @Test
  void theLogIsKeptByteForByte() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(3).nextBytes(bytes);
    RunStore store = store();
    String id;
    try (RunJournal journal = store.begin(NOON)) {
      id = journal.id();
      for (int at = 0; at < bytes.length; at += 50_000) {
        journal.log(STEP, NOON, bytes, at, at + 50_000, at);
      }
    }

    var heard = new ByteArrayOutputStream();
    store
        .find(id)
        .replay(
            new RunListener() {
              @Override
              public void onEvent(long sequence, Instant time, Event event) {}

              @Override
              public void onLog(LogBlock block) {
                heard.writeBytes(block.bytes());
              }
            });

    assertThat(heard.toByteArray()).isEqualTo(bytes);
    assertThat(store.find(id).log(STEP).readAllBytes()).isEqualTo(bytes);
  }

  @Test
  void whateverIsCutOffTheEndTheRestIsTheStartOfTheRun() throws IOException {
    RunStore store = store();
    String id;
    try (RunJournal journal = store.begin(NOON)) {
      id = journal.id();
      append(journal, started(id));
      log(journal, STEP, "one\ntwo\n");
      append(journal, new Event.Detail.OutputSet(STEP, "name", "välue\n\"quoted\""));
      log(journal, STEP, "three\n");
      append(journal, new Event.JobStarted(new JobKey("build")));
      append(journal, new Event.RunCompleted(Result.FAILURE));
    }
    List<String> whole = replayed(store.find(id));
    Path rows = folder.resolve("runs").resolve(id).resolve("events.jsonl");
    byte[] bytes = Files.readAllBytes(rows);

    int before = whole.size();
    for (int cut = bytes.length; cut >= 0; cut--) {
      Files.write(rows, Arrays.copyOf(bytes, cut));
      List<String> rest = replayed(store.find(id));
      assertThat(rest).as("cut at %d", cut).isEqualTo(whole.subList(0, rest.size()));
      assertThat(rest.size()).as("cut at %d", cut).isIn(before, before - 1);
      before = rest.size();
    }
    assertThat(before).isZero();
  }

  @Test
  void whateverIsCutOffALogTheRestIsRead() throws IOException {
    RunStore store = store();
    String id;
    try (RunJournal journal = store.begin(NOON)) {
      id = journal.id();
      log(journal, STEP, "one\ntwo\n");
      append(journal, new Event.Noticed("end"));
    }
    Path log = folder.resolve("runs").resolve(id).resolve("log/build/1.log");

    for (int cut = 8; cut >= 0; cut--) {
      Files.write(log, "one\ntwo\n".substring(0, cut).getBytes(UTF_8));
      String expected = STEP + ": " + "one\ntwo\n".substring(0, cut);
      List<String> entries = new ArrayList<>(cut == 0 ? List.of() : List.of(expected));
      entries.add("1 " + new Event.Noticed("end"));
      assertThat(replayed(store.find(id))).isEqualTo(entries);
    }
    Files.delete(log);
    assertThat(replayed(store.find(id))).containsExactly("1 " + new Event.Noticed("end"));
  }

  @Test
  void aDamagedRowIsNamed() throws IOException {
    RunStore store = store();
    String id;
    try (RunJournal journal = store.begin(NOON)) {
      id = journal.id();
      append(journal, started(id));
      append(journal, new Event.Noticed("x"));
    }
    Path rows = folder.resolve("runs").resolve(id).resolve("events.jsonl");
    Files.writeString(rows, Files.readString(rows).replace("\"text\":\"x\"", "\"text\":"));

    assertThatThrownBy(() -> replayed(store.find(id)))
        .isInstanceOf(BerthException.class)
        .hasMessageContaining("line 2 of `" + rows + "`");
  }

  @Test
  void namesFromAWorkflowStayInsideTheFolderOfTheRun() throws IOException {
    Path run;
    try (RunJournal journal = store().begin(NOON)) {
      run = journal.folder();
      for (String job : List.of("../../up", "..", "a/b", ".hidden", "x".repeat(500), "ü", "a b")) {
        log(journal, new StepKey(new JobKey(job), 1), "text\n");
      }
    }

    try (var files = Files.list(run.resolve("log"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("%2e.%2f..%2fup", "%2e.", "a%2fb", "%2ehidden", "%c3%bc", "a%20b")
          .hasSize(7)
          .allSatisfy(name -> assertThat(name).hasSizeLessThan(130));
    }
  }

  @Test
  void onlyTheUserCanLookIntoTheFolder() throws IOException {
    try (RunJournal journal = store().begin(NOON)) {
      for (Path path : List.of(folder.resolve("runs"), journal.folder())) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void runsThatBeginInTheSameSecondHaveDifferentIds() {
    RunStore store = store();

    try (RunJournal one = store.begin(NOON);
        RunJournal other = store.begin(NOON)) {
      assertThat(one.id()).isNotEqualTo(other.id()).startsWith("20261122-120000-");
      assertThat(store.ids()).containsExactlyInAnyOrder(one.id(), other.id());
    }
  }

  @Test
  void aRunIsLiveUntilItsJournalIsClosed() {
    RunStore store = store();
    RunJournal journal = store.begin(NOON);
    append(journal, started(journal.id()));

    assertThat(store.runs())
        .extracting(RunSummary::state)
        .containsExactly(new RunSummary.State.Live());
    journal.close();
    journal.close();

    assertThat(store.runs())
        .extracting(RunSummary::state)
        .containsExactly(new RunSummary.State.Lost());
  }

  @Test
  void theListSaysHowARunEnded() {
    RunStore store = store();
    try (RunJournal journal = store.begin(NOON)) {
      append(journal, started(journal.id()));
      append(journal, new Event.RunCompleted(Result.CANCELLED));
    }
    store.begin(NOON.plusSeconds(60)).close();

    assertThat(store.ids()).hasSize(2);
    assertThat(store.runs())
        .extracting(RunSummary::state)
        .containsExactly(new RunSummary.State.Ended(NOON, Result.CANCELLED));
  }

  @Test
  void aRunIsFoundByTheStartOfItsIdOrAsTheLatest() {
    RunStore store = store();
    store.begin(NOON).close();
    store.begin(NOON.plusSeconds(1)).close();

    assertThat(store.find("20261122-120000").id()).startsWith("20261122-120000-");
    assertThat(store.find("latest").id()).startsWith("20261122-120001-");
    assertThatThrownBy(() -> store.find("2026"))
        .hasMessageContaining("`2026` may be any of 2 runs");
    assertThatThrownBy(() -> store.find("2025")).hasMessageContaining("no run `2025` is kept in");
    assertThatThrownBy(() -> store.find("../runs")).isInstanceOf(BerthException.class);
  }

  @Test
  void oldRunsAreRemovedWhenTheNextBeginsButNeverALiveOne() {
    RunStore store = store();
    RunJournal live = store.begin(NOON.minus(Duration.ofDays(90)));
    log(live, STEP, "still there\n");
    store.begin(NOON.minus(Duration.ofDays(31))).close();
    store.begin(NOON.minus(Duration.ofDays(29))).close();

    RunJournal next = store.begin(NOON);

    assertThat(store.ids()).hasSize(3).contains(live.id(), next.id());
    assertThat(store.ids().get(1)).startsWith("20261024-");
    live.close();
    next.close();
  }

  @Test
  void onlyTheNewestRunsAreKept() {
    RunStore store = store();
    for (int i = 0; i < RunStore.MOST_RUNS + 5; i++) {
      store.begin(NOON.plusSeconds(i)).close();
    }

    assertThat(store.ids()).hasSize(RunStore.MOST_RUNS);
    assertThat(store.ids().getLast()).startsWith("20261122-120005-");
  }

  @Test
  void aFollowerHearsWhatIsStoredLaterAndStopsAtTheEnd() throws Exception {
    RunStore store = store();
    var heard = new Heard();
    try (RunJournal journal = store.begin(NOON)) {
      append(journal, started(journal.id()));
      StoredRun run = store.find(journal.id());
      Thread follower =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      run.follow(heard, () -> false);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      log(journal, STEP, "one\n");
      append(journal, new Event.RunCompleted(Result.SUCCESS));
      assertThat(follower.join(Duration.ofSeconds(20))).isTrue();
    }

    assertThat(heard.entries).hasSize(3).contains(STEP + ": one\n");
  }

  @Test
  void logIsToldWithinABoundedTimeWithoutAnyEvent() throws Exception {
    RunStore store = store();
    try (RunJournal journal = store.begin(NOON)) {
      log(journal, STEP, "one\n");
      log(journal, STEP, "two\n");
      StoredRun run = store.find(journal.id());

      Instant deadline = Instant.now().plusSeconds(20);
      while (!String.join("", replayed(run)).contains("two") && Instant.now().isBefore(deadline)) {
        Thread.onSpinWait();
      }

      assertThat(String.join("", replayed(run))).contains("one\n").contains("two\n");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> RunStore.in(file.resolve("runs")).begin(NOON))
        .isInstanceOfSatisfying(
            BerthException.class,
            e -> {
              assertThat(e.errors().getFirst().code()).isEqualTo(ErrorCode.STORAGE_FAILED);
              assertThat(e.errors().getFirst().problem()).contains(file.toString());
            });
  }
}
