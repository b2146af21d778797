// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.console.Progress.JobView;
import io.berth.console.Progress.StepView;
import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.LogBlock;
import io.berth.engine.RunListener;
import io.berth.engine.StepKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prints a run line by line, for log files and pipes.
///
/// One step at a time has the floor and its output goes straight through, byte for byte. What other
/// steps say meanwhile is held back until they end, until the floor is free, or until it is too
/// much; then it is printed in one piece under a heading of its own.
public final class PlainLog implements RunListener {

  /// How much of a step without the floor is held back, in bytes.
  private static final int MOST_HELD = 256 * 1024;

  private final OutputStream out;
  private final Theme theme;
  private final LogBytes bytes;
  private final Folds folds;
  private final Sources sources;
  private final Map<StepKey, ByteArrayOutputStream> held = new LinkedHashMap<>();
  private final Map<StepKey, Boolean> headed = new LinkedHashMap<>();
  private Progress progress = new Progress(false);
  private @Nullable StepKey floor;
  private boolean midLine;

  /// @param out where the lines go; every call writes at once
  /// @param theme how our own lines look
  /// @param folds how the reader of the lines folds them
  /// @param screen whether `out` is a terminal, which output must not take over
  /// @param sources gives the lines that errors of jobs point at
  public PlainLog(OutputStream out, Theme theme, Folds folds, boolean screen, Sources sources) {
    this.out = out;
    this.theme = theme;
    this.folds = folds;
    this.sources = sources;
    this.bytes = new LogBytes(theme, screen, folds != Folds.NONE);
  }

  @Override
  public void onEvent(long sequence, Instant time, Event event) {
    if (event instanceof Event.RunStarted) {
      progress = new Progress(false);
      floor = null;
      held.clear();
      headed.clear();
    }
    progress.apply(time, event);
    switch (event) {
      case Event.RunStarted(var run) -> line(Words.heading(run, theme));
      case Event.Noticed(var text) ->
          line(theme.paint(Role.NOTICE, "notice:") + " " + Ansi.clean(text, false));
      case Event.CancelRequested(var job, _) when job != null && progress.isCancelling() -> {}
      case Event.CancelRequested(var job, var reason) -> {
        endLine();
        line((job == null ? "" : prefix(job)) + "cancelling: " + Ansi.clean(reason, false));
      }
      case Event.StepStarted(var key, _) -> {
        if (floor == null && progress.isAlone(key)) {
          take(key);
        }
      }
      case Event.StepCompleted(var key, _, _, _) -> stepEnded(key, time);
      case Event.JobStarted(var key) -> line(prefix(key) + "started");
      case Event.JobCompleted(var key, _, _, _, _) -> jobEnded(progress.job(key), time);
      case Event.RunCompleted _ -> {
        if (progress.run() == null) {
          return;
        }
        releaseFloor();
        line("");
        new Verdict(progress, theme, Integer.MAX_VALUE, bytes.colours(), sources)
            .lines()
            .forEach(this::line);
      }
      case Event.JobAdded _,
          Event.JobPlanned _,
          Event.StepAdded _,
          Event.Annotated _,
          Event.Detail _ -> {}
    }
  }

  @Override
  public void onLog(LogBlock block) {
    progress.append(block);
    StepKey key = block.step();
    if (key.equals(floor)) {
      write(block.bytes());
      return;
    }
    if (floor == null || (progress.isAlone(key) && goesBefore(key, floor))) {
      take(key);
      write(block.bytes());
      return;
    }
    ByteArrayOutputStream kept = held.computeIfAbsent(key, _ -> new ByteArrayOutputStream());
    kept.writeBytes(block.bytes());
    if (kept.size() > MOST_HELD) {
      take(key);
    }
  }

  /// The steps that a job goes through are followed as they run, those in the background are told
  /// between them.
  private boolean goesBefore(StepKey key, StepKey holder) {
    boolean ended = progress.step(holder).ended != null;
    return ended
        || (progress.step(holder).info.background() && !progress.step(key).info.background());
  }

  private void stepEnded(StepKey key, Instant time) {
    StepView step = progress.step(key);
    if (held.containsKey(key)) {
      take(key);
    }
    boolean hadFloor = key.equals(floor);
    if (hadFloor) {
      releaseFloor();
    }
    endLine();
    Role role = Words.role(step);
    line(
        prefix(key.job())
            + step.name()
            + ": "
            + theme.paint(role, Words.of(step))
            + (step.started == null ? "" : " in " + Elapsed.exact(step.elapsed(time))));
    if (hadFloor && !held.isEmpty()) {
      take(held.keySet().iterator().next());
    }
  }

  private void jobEnded(JobView job, Instant time) {
    endLine();
    line(
        prefix(job.info.key())
            + theme.paint(Words.role(job), Words.of(job))
            + (job.started == null
                ? ""
                : " in " + Elapsed.exact(Progress.between(job.started, time))));
    if (job.error != null && job.steps.isEmpty()) {
      new ErrorText(theme, Integer.MAX_VALUE, sources).lines(job.error).forEach(this::line);
    }
  }

  /// Gives the floor to a step: says whose output follows, and prints what was held back of it.
  private void take(StepKey key) {
    if (key.equals(floor)) {
      return;
    }
    releaseFloor();
    boolean again = headed.put(key, true) != null;
    String heading = prefix(key.job()) + progress.step(key).name() + (again ? " (continued)" : "");
    print(folds.open(theme.paint(Role.TITLE, heading)));
    floor = key;
    ByteArrayOutputStream kept = held.remove(key);
    if (kept != null) {
      write(kept.toByteArray());
    }
  }

  private void releaseFloor() {
    endLine();
    if (floor != null) {
      print(folds.close());
      floor = null;
    }
  }

  private void write(byte[] block) {
    if (block.length == 0) {
      return;
    }
    try {
      bytes.write(block, out);
      midLine = block[block.length - 1] != '\n';
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void endLine() {
    if (midLine) {
      print("\n");
      midLine = false;
    }
  }

  private String prefix(JobKey key) {
    return theme.paint(Role.DETAIL, "[" + progress.job(key).name() + "]") + " ";
  }

  private void line(String text) {
    endLine();
    print(text + "\n");
  }

  private void print(String text) {
    try {
      String safe = folds == Folds.ACTIONS ? text.replace("##[", "# #[") : text;
      out.write(safe.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
