// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.engine.Event;
import io.berth.engine.EventWriter;
import io.berth.engine.StepKey;
import io.berth.model.BerthException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Appends the events and the masked log of one run to its files. May be used from several threads.
///
/// An event is stored when [#append] returns. Log bytes are in their file when [#log] returns; the
/// row that says so follows with the next event, after 1 MiB or after a tenth of a second, whatever
/// is first. Nothing is forced to the disk: what a process wrote outlives the process, and after a
/// crash of the machine a run ends where its files end.
///
/// After a failure nothing more is written and every call fails alike; what was stored before stays
/// readable.
public final class RunJournal implements AutoCloseable {

  static final String EVENTS = "events.jsonl";

  private static final long DELAY = 100_000_000;
  private static final long MOST_UNTOLD = 1 << 20;

  private final String id;
  private final Path folder;
  private final RunLock lock;
  private final AppendOnlyFile events;
  private final Runnable whenClosed;
  private final EventWriter writer = new EventWriter();
  private final Map<StepKey, StepLog> logs = new LinkedHashMap<>();
  private final StringBuilder rows = new StringBuilder();

  private long sequence;
  private long untold;
  private long lastRow = System.nanoTime() - DELAY;
  private @Nullable Thread ticker;
  private @Nullable BerthException failure;
  private boolean closed;

  private RunJournal(
      String id, Path folder, RunLock lock, AppendOnlyFile events, Runnable whenClosed) {
    this.id = id;
    this.folder = folder;
    this.lock = lock;
    this.events = events;
    this.whenClosed = whenClosed;
  }

  static RunJournal open(String id, Path folder, Runnable whenClosed) throws IOException {
    RunLock lock = RunLock.take(folder);
    var events = new AppendOnlyFile(folder.resolve(EVENTS));
    return new RunJournal(id, folder, lock, events, whenClosed);
  }

  /// Returns the id of the run.
  public String id() {
    return id;
  }

  /// Returns the folder of the run, which holds nothing but what is stored here and, below
  /// [StoredRun#ARTIFACTS], what its jobs leave.
  public Path folder() {
    return folder;
  }

  /// Stores an event together with all of the log that was given before.
  ///
  /// @param event masked already: what is given here is stored
  /// @return its number, counted from 1
  /// @throws BerthException B3020 if the disk is full, B3021 if it fails otherwise
  public synchronized long append(Instant time, Event event) {
    checkUsable();
    tellLogs();
    writer.write(++sequence, time, event, rows);
    rows.append('\n');
    writeRows();
    if (event instanceof Event.StepCompleted completed) {
      StepLog log = logs.remove(completed.step());
      if (log != null) {
        closeLog(log);
      }
    }
    return sequence;
  }

  /// Stores a piece of the masked log of a step.
  ///
  /// @param time when it was read
  /// @param from the first byte
  /// @param to the position after the last byte
  /// @param position how much of the output of the step is accounted for with this piece
  /// @throws BerthException B3020 if the disk is full, B3021 if it fails otherwise
  public synchronized void log(
      StepKey step, Instant time, byte[] bytes, int from, int to, long position) {
    checkUsable();
    StepLog log = logs.get(step);
    try {
      if (log == null) {
        log = StepLog.create(folder, step);
        logs.put(step, log);
      }
      log.append(time, bytes, from, to, position);
    } catch (IOException e) {
      throw fail(log == null ? folder : log.path(), e);
    }
    untold += to - from;
    if (untold >= MOST_UNTOLD || System.nanoTime() - lastRow >= DELAY) {
      tell();
    } else if (ticker == null) {
      ticker = Thread.ofVirtual().name("journal-" + id).start(this::tellInTime);
    }
  }

  /// Stores the rows of all log that was given.
  public synchronized void flush() {
    checkUsable();
    tell();
  }

  private void tell() {
    tellLogs();
    writeRows();
  }

  private void tellLogs() {
    if (untold > 0) {
      for (StepLog log : logs.values()) {
        log.tell(rows);
      }
      untold = 0;
    }
  }

  private void writeRows() {
    if (rows.isEmpty()) {
      return;
    }
    byte[] bytes = rows.toString().getBytes(UTF_8);
    rows.setLength(0);
    lastRow = System.nanoTime();
    try {
      events.append(bytes, 0, bytes.length);
    } catch (IOException e) {
      throw fail(events.path(), e);
    }
  }

  private void tellInTime() {
    try {
      Thread.sleep(DELAY / 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      ticker = null;
      if (failure == null && !closed) {
        try {
          tell();
        } catch (BerthException e) {
          failure = e;
        }
      }
    }
  }

  private void checkUsable() {
    if (failure != null) {
      throw failure;
    }
    if (closed) {
      throw new IllegalStateException("the journal of run " + id + " is closed");
    }
  }

  private BerthException fail(Path file, IOException cause) {
    failure = Storage.failure("store the events and the log of run " + id, file, cause);
    return failure;
  }

  private void closeLog(StepLog log) {
    try {
      log.close();
    } catch (IOException e) {
      throw fail(log.path(), e);
    }
  }

  /// Stores what is left and ends the run as far as readers are concerned.
  @Override
  public void close() {
    Thread waiting = end();
    if (waiting != null) {
      waiting.interrupt();
      join(waiting);
    }
  }

  private synchronized @Nullable Thread end() {
    if (closed) {
      return null;
    }
    try {
      if (failure == null) {
        tell();
      }
    } finally {
      closed = true;
      closeFiles();
      whenClosed.run();
    }
    return ticker;
  }

  private void closeFiles() {
    try (lock;
        events) {
      for (StepLog log : logs.values()) {
        log.close();
      }
    } catch (IOException e) {
      if (failure == null) {
        throw fail(folder, e);
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
