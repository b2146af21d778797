// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.console.Progress.JobView;
import io.berth.console.Progress.StepView;
import io.berth.engine.Event;
import io.berth.engine.LogBlock;
import io.berth.engine.RunListener;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Draws a run on a terminal as a tree that moves: running jobs with their steps and the end of
/// their output, waiting jobs with what they wait for. What has ended moves up into the scrollback,
/// one line a step.
///
/// Events and output only change what is known; [#tick] draws it, at most ten times a second, and
/// whoever made the tree calls it from a thread of its own. The end of a run is drawn at once.
public final class LiveTree implements RunListener, AutoCloseable {

  /// The shortest time between two drawings.
  public static final Duration PACE = Duration.ofMillis(100);

  private final Screen screen;
  private final Theme theme;
  private final Supplier<Size> size;
  private final InstantSource clock;
  private final Sources sources;
  private final Object drawing = new Object();

  private final List<String> scrollback = new ArrayList<>();
  private Progress progress = new Progress(true);
  private Size current;
  private @Nullable JobView owner;
  private boolean interrupted;
  private @Nullable Instant drawn;
  private boolean paused;

  /// @param out the terminal
  /// @param theme how it looks
  /// @param size asked before every drawing, so that a new size of the terminal is seen
  /// @param clock tells the time that running steps have taken
  /// @param sources gives the lines that errors of jobs point at
  public LiveTree(
      OutputStream out, Theme theme, Supplier<Size> size, InstantSource clock, Sources sources) {
    this.screen = new Screen(out);
    this.theme = theme;
    this.size = size;
    this.current = size.get().usable();
    this.clock = clock;
    this.sources = sources;
  }

  /// Draws what changed, unless the last drawing was a moment ago.
  public void tick() {
    draw(false);
  }

  /// Leaves the terminal to somebody else: what is left is drawn, and from now on nothing is.
  public void pause() {
    synchronized (drawing) {
      draw(true);
      paused = true;
      screen.draw(List.of(), List.of(), size.get().usable());
      screen.restore();
    }
  }

  /// Draws again, what was missed included.
  public void resume() {
    synchronized (drawing) {
      paused = false;
    }
  }

  /// Draws what is left and gives the terminal back as it was found.
  @Override
  public void close() {
    synchronized (drawing) {
      draw(true);
      screen.restore();
    }
  }

  @Override
  public void onEvent(long sequence, Instant time, Event event) {
    synchronized (this) {
      if (event instanceof Event.RunStarted) {
        progress = new Progress(true);
        owner = null;
      }
      progress.apply(time, event);
      record(time, event);
    }
    if (event instanceof Event.RunCompleted) {
      draw(true);
    }
  }

  @Override
  public synchronized void onLog(LogBlock block) {
    progress.append(block);
  }

  private void draw(boolean now) {
    synchronized (drawing) {
      if (paused) {
        return;
      }
      List<String> added;
      List<String> rows;
      Size fitting = size.get().usable();
      synchronized (this) {
        Instant time = clock.instant();
        if (!now && drawn != null && Duration.between(drawn, time).compareTo(PACE) < 0) {
          return;
        }
        drawn = time;
        current = fitting;
        added = List.copyOf(scrollback);
        scrollback.clear();
        boolean live = progress.run() != null && progress.result() == null;
        rows = live ? new TreeView(progress, theme, fitting, time).rows() : List.of();
      }
      screen.draw(added, rows, fitting);
    }
  }

  /// Writes down what stays in the scrollback.
  private void record(Instant time, Event event) {
    switch (event) {
      case Event.RunStarted(var run) -> wrap(Words.heading(run, theme));
      case Event.Noticed(var text) ->
          wrap(theme.paint(Role.NOTICE, "notice:") + " " + Ansi.clean(text, false));
      case Event.CancelRequested(var job, _) when job != null && progress.isCancelling() -> {}
      case Event.CancelRequested(var job, var reason) ->
          wrap(
              theme.paint(
                      Role.CANCELLED,
                      job == null ? "cancelling:" : "cancelling " + progress.job(job).name() + ":")
                  + " "
                  + Ansi.clean(reason, false));
      case Event.StepStarted(var key, _) -> {
        if (owner == null) {
          own(progress.job(key.job()), time);
        }
      }
      case Event.StepCompleted(var key, _, _, _) -> {
        JobView job = progress.job(key.job());
        if (job == owner) {
          resume(job);
          wrap(step(progress.step(key), time));
        }
      }
      case Event.JobCompleted(var key, _, _, _, _) -> ended(progress.job(key), time);
      case Event.RunCompleted _ when progress.run() == null -> {}
      case Event.RunCompleted _ -> {
        scrollback.add("");
        scrollback.addAll(new Verdict(progress, theme, width(), theme.colour(), sources).lines());
      }
      case Event.JobAdded _,
          Event.JobPlanned _,
          Event.StepAdded _,
          Event.JobStarted _,
          Event.Annotated _,
          Event.Detail _ -> {}
    }
  }

  /// Lets the steps of a job go to the scrollback as they end; those that ended already come first.
  private void own(JobView job, Instant time) {
    owner = job;
    interrupted = false;
    wrap(theme.paint(Role.TITLE, job.name()));
    job.steps.values().stream()
        .filter(step -> step.ended != null)
        .forEach(step -> wrap(step(step, time)));
  }

  private void ended(JobView job, Instant time) {
    if (job == owner) {
      resume(job);
    } else if (!job.steps.isEmpty()) {
      wrap(theme.paint(Role.TITLE, job.name()));
      job.steps.values().forEach(step -> wrap(step(step, time)));
    }
    Role role = Words.role(job);
    String word = role == Role.SUCCESS ? "" : Words.of(job);
    String took =
        job.started == null ? "" : Elapsed.exact(Progress.between(job.started, job.ended));
    wrap(new Row(theme, width()).of(0, role, job.name(), word, took));
    if (job.error != null) {
      wrap("  " + Ansi.clean(job.error.problem(), false));
    }
    interrupted = true;
    if (job == owner) {
      owner = null;
      progress.jobs().stream()
          .filter(next -> next.isRunning() && !next.steps.isEmpty())
          .findFirst()
          .ifPresent(next -> own(next, time));
    }
  }

  /// Says again whose steps follow if another job's came between.
  private void resume(JobView job) {
    if (interrupted) {
      wrap(theme.paint(Role.TITLE, job.name()) + theme.paint(Role.DETAIL, " (continued)"));
      interrupted = false;
    }
  }

  private String step(StepView step, Instant time) {
    Role role = Words.role(step);
    String word = role == Role.SUCCESS ? "" : Words.of(step);
    String took = step.started == null ? "" : Elapsed.exact(step.elapsed(time));
    return new Row(theme, width()).of(2, role, step.name(), word, took);
  }

  private void wrap(String text) {
    scrollback.addAll(Width.wrap(text, width()));
  }

  private int width() {
    return current.columns() - 1;
  }
}
