// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.console.Folds;
import io.berth.console.JsonLines;
import io.berth.console.LiveTree;
import io.berth.console.PlainLog;
import io.berth.console.Size;
import io.berth.console.Sources;
import io.berth.console.Summaries;
import io.berth.console.Theme;
import io.berth.engine.Event;
import io.berth.engine.LogBlock;
import io.berth.engine.RunListener;
import io.berth.os.TerminalSize;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// Chooses how a run is shown, and owns what that needs while it lasts.
final class Display implements AutoCloseable {

  private static final int STANDARD_OUTPUT = 1;

  private final RunListener listener;
  private final @Nullable LiveTree tree;
  private final @Nullable Thread ticker;
  private final ReentrantLock turn = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Display(RunListener listener, @Nullable LiveTree tree) {
    this.listener = listener;
    this.tree = tree;
    this.ticker = tree == null ? null : Thread.ofPlatform().name("display").start(this::tick);
  }

  static void declare(Options options) {
    options
        .flag("print one JSON object a line: every event and every piece of output", "--json")
        .flag("print plain lines, as for a log file", "--plain")
        .flag("leave out the summaries that steps wrote", "--no-summary");
  }

  /// Opens what the options ask for: a live tree where a person watches, plain lines elsewhere.
  ///
  /// @param sources gives the lines that errors of jobs point at
  static Display open(ParseResult line, Invocation invocation, Sources sources) {
    if (Options.has(line, "--json")) {
      return new Display(new JsonLines(invocation.out().stream()), null);
    }
    Theme theme = Colours.theme(line, invocation, invocation.tty().out());
    boolean watched =
        invocation.tty().out()
            && !Colours.isDumb(invocation)
            && invocation.variable("CI") == null
            && !Options.has(line, "--plain");
    if (watched) {
      var tree =
          new LiveTree(
              invocation.out().stream(),
              theme,
              Display::terminalSize,
              InstantSource.system(),
              sources);
      return new Display(shown(tree, line), tree);
    }
    Folds folds = Folds.of(invocation.env());
    var plain =
        new PlainLog(invocation.out().stream(), theme, folds, invocation.tty().out(), sources);
    return new Display(shown(plain, line), null);
  }

  private static RunListener shown(RunListener listener, ParseResult line) {
    return Options.has(line, "--no-summary") ? Summaries.without(listener) : listener;
  }

  RunListener listener() {
    return listener;
  }

  /// Returns the same, where those who tell of something wait for the end of a pause.
  RunListener patientListener() {
    return tree == null ? new Patient(listener, turn) : listener;
  }

  /// Passes on what happens, one after the other, unless there is a pause.
  private record Patient(RunListener listener, ReentrantLock turn) implements RunListener {
    @Override
    public void onEvent(long sequence, Instant time, Event event) {
      turn.lock();
      try {
        listener.onEvent(sequence, time, event);
      } finally {
        turn.unlock();
      }
    }

    @Override
    public void onLog(LogBlock block) {
      turn.lock();
      try {
        listener.onLog(block);
      } finally {
        turn.unlock();
      }
    }
  }

  /// A time in which nothing is shown.
  @FunctionalInterface
  interface Pause extends AutoCloseable {
    @Override
    void close();
  }

  /// Shows nothing until the pause is closed; whoever else wants a pause waits for that. A tree
  /// keeps what there is to show, anything else makes those wait who tell of it.
  Pause pause() {
    turn.lock();
    if (tree != null) {
      tree.pause();
    }
    return () -> {
      if (tree != null) {
        tree.resume();
      }
      turn.unlock();
    };
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (ticker != null) {
        ticker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (tree != null) {
      tree.close();
    }
  }

  private void tick() {
    LiveTree drawn = tree;
    try {
      while (drawn != null && !closed.await(LiveTree.PACE.toMillis(), TimeUnit.MILLISECONDS)) {
        drawn.tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Size terminalSize() {
    return TerminalSize.of(STANDARD_OUTPUT)
        .map(size -> new Size(size.columns(), size.rows()))
        .orElse(Size.USUAL);
  }
}
