// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import io.berth.engine.EventWriter;
import io.berth.engine.StepKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/// The masked log of one step as a file, and how much of it the journal has told.
final class StepLog implements AutoCloseable {

  static final String FOLDER = "log";

  private final StepKey step;
  private final AppendOnlyFile file;
  private long told;
  private long position;
  private Instant time = Instant.EPOCH;

  private StepLog(StepKey step, AppendOnlyFile file) {
    this.step = step;
    this.file = file;
  }

  static Path path(Path run, StepKey step) {
    String job = Folders.name(step.job().value());
    return run.resolve(FOLDER).resolve(job).resolve(step.number() + ".log");
  }

  static StepLog create(Path run, StepKey step) throws IOException {
    Path path = path(run, step);
    Path folder = path.getParent();
    if (folder != null) {
      Folders.createPrivate(folder);
    }
    return new StepLog(step, new AppendOnlyFile(path));
  }

  Path path() {
    return file.path();
  }

  void append(Instant time, byte[] bytes, int from, int to, long position) throws IOException {
    if (file.size() == told) {
      this.time = time;
    }
    file.append(bytes, from, to);
    this.position = position;
  }

  /// Appends the row for what was not told yet, if there is any.
  void tell(StringBuilder rows) {
    if (file.size() > told) {
      EventWriter.writeStored(step, time, told, file.size(), position, rows);
      rows.append('\n');
      told = file.size();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
