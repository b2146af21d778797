// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.engine.Event;
import io.berth.engine.LogBlock;
import io.berth.engine.RunListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Prints the summaries of a run and nothing else: Markdown, as the steps wrote it, apart from what
/// was masked.
public final class Summaries implements RunListener {

  private final OutputStream out;
  private final boolean screen;

  /// @param out where the text goes
  /// @param screen whether `out` is a terminal, which the text must not take over
  public Summaries(OutputStream out, boolean screen) {
    this.out = out;
    this.screen = screen;
  }

  /// Returns a listener that passes on everything but summaries.
  public static RunListener without(RunListener listener) {
    return new RunListener() {
      @Override
      public void onEvent(long sequence, Instant time, Event event) {
        if (!(event instanceof Event.Detail.SummaryWritten)) {
          listener.onEvent(sequence, time, event);
        }
      }

      @Override
      public void onLog(LogBlock block) {
        listener.onLog(block);
      }
    };
  }

  @Override
  public void onEvent(long sequence, Instant time, Event event) {
    if (event instanceof Event.Detail.SummaryWritten(_, var markdown)) {
      var text = new StringBuilder();
      for (String line : markdown.split("\n", -1)) {
        text.append(screen ? Ansi.clean(line, false) : line).append('\n');
      }
      int last = text.length() - 1;
      text.setLength(markdown.endsWith("\n") ? last : last + 1);
      try {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void onLog(LogBlock block) {}
}
