// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.engine.Event;
import io.berth.engine.EventReader;
import io.berth.engine.EventReader.Row;
import io.berth.engine.LogBlock;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a run from its first event on, as far as it is stored; more may come later.
///
/// A last line without its end is not there yet. Log that a row promises and its file does not
/// hold, as after a crash of the machine, is left out.
public final class RunCursor implements AutoCloseable {

  private static final int PIECE = 1 << 20;
  private static final int READ = 1 << 16;

  private final Path folder;
  private final RandomAccessFile rows;
  private byte[] buffer = new byte[READ];
  private int start;
  private int end;
  private int lineNumber;
  private boolean ended;

  private Row.@Nullable Stored log;
  private long logPosition;
  private @Nullable RandomAccessFile logFile;
  private @Nullable Path logPath;

  private RunCursor(Path folder, RandomAccessFile rows) {
    this.folder = folder;
    this.rows = rows;
  }

  /// One thing that a run stored.
  public sealed interface Entry {

    /// Something happened.
    record Happened(long sequence, Instant time, Event event) implements Entry {}

    /// A step printed something: whole lines where that is possible in a block of 1 MiB.
    record Printed(LogBlock block) implements Entry {}
  }

  static RunCursor open(Path folder) {
    Path path = folder.resolve(RunJournal.EVENTS);
    try {
      return new RunCursor(folder, new RandomAccessFile(path.toFile(), "r"));
    } catch (IOException e) {
      throw Storage.failure("read a run", path, e);
    }
  }

  /// Returns whether the last event of the run was returned.
  public boolean hasEnded() {
    return ended;
  }

  /// Returns the next entry, or `null` if no more is stored at this time.
  ///
  /// @throws BerthException B3021 if the files cannot be read or are not a journal
  public @Nullable Entry next() {
    try {
      while (true) {
        LogBlock block = nextBlock();
        if (block != null) {
          return new Entry.Printed(block);
        }
        String line = nextLine();
        if (line == null) {
          return null;
        }
        switch (row(line)) {
          case Row.Happened(var sequence, var time, var event) -> {
            ended = event instanceof Event.RunCompleted;
            return new Entry.Happened(sequence, time, event);
          }
          case Row.Stored stored -> beginLog(stored);
          case Row.Unknown unknown -> {}
        }
      }
    } catch (IOException e) {
      throw Storage.failure("read a run", folder, e);
    }
  }

  private Row row(String line) {
    try {
      return EventReader.read(line);
    } catch (IllegalArgumentException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.STORAGE_FAILED,
              "line %d of `%s` is no event: %s"
                  .formatted(lineNumber, folder.resolve(RunJournal.EVENTS), e.getMessage()),
              "The file was changed or damaged; what stands before that line is intact."),
          e);
    }
  }

  private @Nullable String nextLine() throws IOException {
    int scanned = start;
    while (true) {
      for (; scanned < end; scanned++) {
        if (buffer[scanned] == '\n') {
          String line = new String(buffer, start, scanned - start, UTF_8);
          start = scanned + 1;
          lineNumber++;
          return line;
        }
      }
      int shift = start;
      if (!fill()) {
        return null;
      }
      scanned -= shift - start;
    }
  }

  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = rows.read(buffer, end, buffer.length - end);
    if (count <= 0) {
      return false;
    }
    end += count;
    return true;
  }

  private void beginLog(Row.Stored stored) throws IOException {
    Path path = StepLog.path(folder, stored.step());
    if (!path.equals(logPath)) {
      closeLog();
      try {
        logFile = new RandomAccessFile(path.toFile(), "r");
      } catch (FileNotFoundException e) {
        return;
      }
      logPath = path;
    }
    log = stored;
    logPosition = stored.from();
  }

  private @Nullable LogBlock nextBlock() throws IOException {
    RandomAccessFile file = logFile;
    Row.Stored stored = log;
    if (file == null || stored == null) {
      return null;
    }
    long available = Math.min(stored.to(), file.length()) - logPosition;
    if (available <= 0) {
      log = null;
      return null;
    }
    byte[] bytes = new byte[(int) Math.min(PIECE, available)];
    file.seek(logPosition);
    file.readFully(bytes);
    if (available > PIECE) {
      bytes = wholeLines(bytes);
    }
    logPosition += bytes.length;
    return new LogBlock(stored.step(), stored.time(), bytes);
  }

  private static byte[] wholeLines(byte[] bytes) {
    for (int i = bytes.length; i > 0; i--) {
      if (bytes[i - 1] == '\n') {
        return i == bytes.length ? bytes : Arrays.copyOf(bytes, i);
      }
    }
    return bytes;
  }

  private void closeLog() throws IOException {
    if (logFile != null) {
      logFile.close();
    }
    logFile = null;
    logPath = null;
    log = null;
  }

  @Override
  public void close() {
    try (rows) {
      closeLog();
    } catch (IOException e) {
      throw Storage.failure("read a run", folder, e);
    }
  }
}
