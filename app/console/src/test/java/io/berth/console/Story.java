// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.JobKey;
import io.berth.engine.LogBlock;
import io.berth.engine.Result;
import io.berth.engine.RunListener;
import io.berth.engine.StepKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells a renderer what happens in a run, on a clock of the test's own.
final class Story {

  private final ManualClock clock;
  private final RunListener listener;
  private final Runnable tick;
  private long sequence;

  Story(RunListener listener, Runnable tick, ManualClock clock) {
    this.listener = listener;
    this.tick = tick;
    this.clock = clock;
  }

  /// Lets a live tree tell the story.
  static Story on(Terminal terminal, Theme theme) {
    var clock = new ManualClock();
    var tree = new LiveTree(terminal, theme, terminal::size, clock, Sources.NONE);
    return new Story(tree, tree::tick, clock);
  }

  Story happens(Event event) {
    sequence++;
    listener.onEvent(sequence, clock.instant(), event);
    return this;
  }

  /// Lets time pass, ticking every 100 milliseconds.
  Story after(long millis) {
    for (long left = millis; left > 0; left -= 100) {
      clock.pass(Math.min(100, left));
      tick.run();
    }
    return this;
  }

  /// Lets much time pass at once, with one tick at its end.
  Story later(long millis) {
    clock.pass(millis);
    tick.run();
    return this;
  }

  Story begins() {
    return happens(
        new Event.RunStarted(
            new Event.RunInfo("7", ".github/workflows/ci.yml", "ci", "ci", "push", "main")));
  }

  Story job(String key, String name, String... needs) {
    List<JobKey> keys = Arrays.stream(needs).map(JobKey::new).toList();
    return happens(
        new Event.JobAdded(new Event.JobInfo(new JobKey(key), key, name, null, keys, 1)));
  }

  Story jobStarts(String key, String... steps) {
    happens(new Event.JobStarted(new JobKey(key)));
    for (int i = 0; i < steps.length; i++) {
      var step = new StepKey(new JobKey(key), i + 1);
      happens(new Event.StepAdded(new Event.StepInfo(step, "__" + i, steps[i], i)));
    }
    return this;
  }

  /// Makes a step known that the job goes on without.
  Story background(String job, int number, String name) {
    var step = new StepKey(new JobKey(job), number);
    return happens(new Event.StepAdded(new Event.StepInfo(step, "__" + number, name, 1, true)));
  }

  Story stepStarts(String job, int number, String name) {
    return happens(new Event.StepStarted(new StepKey(new JobKey(job), number), name));
  }

  Story prints(String job, int number, String text) {
    return prints(job, number, text.getBytes(StandardCharsets.UTF_8));
  }

  Story prints(String job, int number, byte[] bytes) {
    listener.onLog(new LogBlock(new StepKey(new JobKey(job), number), clock.instant(), bytes));
    return this;
  }

  Story remarks(String job, int number, Annotation annotation) {
    return happens(new Event.Annotated(new StepKey(new JobKey(job), number), annotation));
  }

  Story stepEnds(String job, int number, Result result, @Nullable Integer code) {
    return happens(
        new Event.StepCompleted(new StepKey(new JobKey(job), number), result, result, code));
  }

  Story jobEnds(String job, Result result) {
    return happens(new Event.JobCompleted(new JobKey(job), result, false, Map.of(), null));
  }

  Story ends(Result result) {
    return happens(new Event.RunCompleted(result));
  }
}
