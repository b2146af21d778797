// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.engine.Event;
import io.berth.engine.EventWriter;
import io.berth.engine.LogBlock;
import io.berth.engine.RunListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Prints a run for machines: one JSON object a line, as `docs/reference/events.md` describes them.
/// The last line of every run is `run.finished`.
public final class JsonLines implements RunListener {

  private final OutputStream out;
  private EventWriter writer = new EventWriter();

  /// @param out where the lines go; every call writes at once
  public JsonLines(OutputStream out) {
    this.out = out;
  }

  @Override
  public void onEvent(long sequence, Instant time, Event event) {
    if (event instanceof Event.RunStarted) {
      writer = new EventWriter();
    }
    var row = new StringBuilder();
    writer.write(sequence, time, event, row);
    print(row.append('\n'));
  }

  @Override
  public void onLog(LogBlock block) {
    var rows = new StringBuilder();
    EventWriter.writeLog(block, rows);
    print(rows);
  }

  private void print(StringBuilder rows) {
    try {
      out.write(rows.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
