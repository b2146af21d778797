// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.StepKey;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk is full here where a file is a link to `/dev/full`, which takes no byte.
class FullDiskTest {

  private static final Path FULL = Path.of("/dev/full");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final StepKey STEP = new StepKey(new JobKey("build"), 1);

  @TempDir Path folder;

  @BeforeEach
  void needsTheDevice() {
    assumeTrue(Files.exists(FULL), "SKIPPED: this system has no /dev/full");
  }

  @Test
  void aFullDiskIsNamedAndWhatWasStoredStaysReadable() throws IOException {
    RunStore store = RunStore.in(folder);
    RunJournal journal = store.begin(NOON);
    journal.append(NOON, new Event.Noticed("before"));
    Path log = journal.folder().resolve("log/build/1.log");
    Files.createDirectories(log.getParent());
    Files.createSymbolicLink(log, FULL);
    byte[] line = "text\n".getBytes(UTF_8);

    var failure =
        catchThrowableOfType(
            BerthException.class, () -> journal.log(STEP, NOON, line, 0, line.length, 5));

    assertThat(failure.errors().getFirst().code()).isEqualTo(ErrorCode.STORAGE_FULL);
    assertThat(failure.errors().getFirst().problem())
        .isEqualTo(
            "there is no room left to store the events and the log of run %s in `%s`"
                .formatted(journal.id(), log));
    assertThatThrownBy(() -> journal.append(NOON, new Event.Noticed("after"))).isSameAs(failure);
    journal.close();
    try (RunCursor cursor = store.find(journal.id()).cursor()) {
      assertThat(cursor.next())
          .isEqualTo(new RunCursor.Entry.Happened(1, NOON, new Event.Noticed("before")));
      assertThat(cursor.next()).isNull();
    }
  }

  @Test
  void anAppendThatFailsTellsSoAndLeavesTheSize() throws IOException {
    try (var file = new AppendOnlyFile(FULL)) {
      assertThatThrownBy(() -> file.append(new byte[10], 0, 10)).isInstanceOf(IOException.class);
      assertThat(file.size()).isZero();
    }
  }
}
