// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.engine.Event;
import io.berth.engine.EventReader;
import io.berth.engine.EventReader.Row;
import io.berth.engine.Result;
import io.berth.model.BerthException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run at a glance.
///
/// @param info what it is
/// @param started when
/// @param state how far it is
public record RunSummary(Event.RunInfo info, Instant started, State state) {

  private static final int TAIL = 1 << 16;

  /// How far a run is.
  public sealed interface State {

    /// A process makes it.
    record Live() implements State {}

    /// It ended.
    ///
    /// @param finished when
    /// @param result how
    record Ended(Instant finished, Result result) implements State {}

    /// Its process is gone, and it never ended.
    record Lost() implements State {}
  }

  static Optional<RunSummary> of(StoredRun run) {
    try (RunCursor cursor = run.cursor()) {
      return cursor.next() instanceof RunCursor.Entry.Happened(var n, var time, var event)
              && event instanceof Event.RunStarted(var info)
          ? Optional.of(new RunSummary(info, time, state(run)))
          : Optional.empty();
    } catch (BerthException e) {
      return Optional.empty();
    }
  }

  private static State state(StoredRun run) {
    boolean isLive = run.isLive();
    if (lastRow(run) instanceof Row.Happened(var n, var time, Event.RunCompleted(var result))) {
      return new State.Ended(time, result);
    }
    return isLive ? new State.Live() : new State.Lost();
  }

  /// Returns the last whole row, or `null` if it is longer than any last event can be.
  private static @Nullable Row lastRow(StoredRun run) {
    Path path = run.folder().resolve(RunJournal.EVENTS);
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL);
      byte[] tail = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(tail);
      int end = tail.length - 1;
      while (end > 0 && tail[end] != '\n') {
        end--;
      }
      int start = end;
      while (start > 0 && tail[start - 1] != '\n') {
        start--;
      }
      return EventReader.read(new String(tail, start, Math.max(0, end - start), UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
