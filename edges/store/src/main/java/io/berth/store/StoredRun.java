// SPDX-License-Identifier: Apache-2.0
package io.berth.store;

import io.berth.engine.RunListener;
import io.berth.engine.StepKey;
import io.berth.model.BerthException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// A run as its files tell it, ended or still going on.
///
/// @param id its id
/// @param folder where its files are
/// @param isOurs whether this process makes it
public record StoredRun(String id, Path folder, boolean isOurs) {

  /// The folder below that of a run in which the artifacts of its jobs are.
  public static final String ARTIFACTS = "artifacts";

  private static final long LOOK_AGAIN_MILLIS = 50;

  /// Returns whether a process still makes this run.
  public boolean isLive() {
    return isOurs || RunLock.isHeld(folder);
  }

  /// Returns whether its process is gone and it never ended.
  public boolean isLost() {
    return !isLive()
        && RunSummary.of(this)
            .map(summary -> summary.state() instanceof RunSummary.State.Lost)
            .orElse(true);
  }

  /// Returns a cursor before the first event.
  ///
  /// @throws BerthException B3021 if the files cannot be read
  public RunCursor cursor() {
    return RunCursor.open(folder);
  }

  /// Tells a listener everything that is stored, in the order in which it was stored.
  public void replay(RunListener listener) {
    try (RunCursor cursor = cursor()) {
      drain(cursor, listener);
    }
  }

  /// Tells a listener everything that is stored and everything that follows, until the run has
  /// ended, its process is gone or `stop` says so.
  ///
  /// @throws InterruptedException if the calling thread was interrupted
  public void follow(RunListener listener, BooleanSupplier stop) throws InterruptedException {
    try (RunCursor cursor = cursor()) {
      boolean wasLive = true;
      while (wasLive && !stop.getAsBoolean()) {
        wasLive = isLive();
        drain(cursor, listener);
        if (cursor.hasEnded()) {
          return;
        }
        if (wasLive) {
          Thread.sleep(LOOK_AGAIN_MILLIS);
        }
      }
    }
  }

  private static void drain(RunCursor cursor, RunListener listener) {
    RunCursor.Entry entry = cursor.next();
    while (entry != null) {
      switch (entry) {
        case RunCursor.Entry.Happened(var sequence, var time, var event) ->
            listener.onEvent(sequence, time, event);
        case RunCursor.Entry.Printed(var block) -> listener.onLog(block);
      }
      entry = cursor.next();
    }
  }

  /// Opens the masked log of a step, empty if it printed nothing.
  ///
  /// @throws BerthException B3021 if it cannot be read
  public InputStream log(StepKey step) {
    Path path = StepLog.path(folder, step);
    try {
      return Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      return InputStream.nullInputStream();
    } catch (IOException e) {
      throw Storage.failure("read the log of " + step, path, e);
    }
  }
}
