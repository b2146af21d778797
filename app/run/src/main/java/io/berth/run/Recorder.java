// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.Event;
import io.berth.engine.LogBlock;
import io.berth.engine.RunListener;
import io.berth.engine.StepKey;
import io.berth.engine.output.MaskedEvents;
import io.berth.engine.output.Masker;
import io.berth.store.RunJournal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/// Where everything that happens in a run goes: first into its folder, then to whoever follows it.
/// May be called from any thread; calls wait for each other.
final class Recorder {

  private final RunJournal journal;
  private final RunListener listener;
  private final InstantSource clock;

  Recorder(RunJournal journal, RunListener listener, InstantSource clock) {
    this.journal = journal;
    this.listener = listener;
    this.clock = clock;
  }

  /// Returns the folder of the run.
  Path folder() {
    return journal.folder();
  }

  /// Stores an event and shows it.
  ///
  /// @param event raw
  /// @param masker makes it fit to be stored
  synchronized void event(Event event, Masker masker) {
    Event masked = new MaskedEvents(masker).of(event);
    Instant now = now();
    long sequence = journal.append(now, masked);
    listener.onEvent(sequence, now, masked);
  }

  /// Stores a piece of a masked log and shows it.
  ///
  /// @param bytes never changed after this call; only `from` to `to` counts
  /// @param position how much of the output of the step is accounted for with this piece
  synchronized void log(StepKey step, byte[] bytes, int from, int to, long position) {
    Instant now = now();
    journal.log(step, now, bytes, from, to, position);
    byte[] piece = from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    listener.onLog(new LogBlock(step, now, piece));
  }

  /// As exact as it is stored, so that a run looks the same when it is read again.
  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }
}
