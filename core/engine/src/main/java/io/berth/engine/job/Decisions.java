// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.spi.Signal;
import io.berth.workflow.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a job needs to have done at one moment of it.
final class Decisions {

  static final Duration AFTER_INTERRUPT = Duration.ofMillis(7500);
  static final Duration AFTER_TERMINATE = Duration.ofMillis(2500);

  private final JobSpec spec;
  private final Standing standing;

  Decisions(JobSpec spec, Standing standing) {
    this.spec = spec;
    this.standing = standing;
  }

  List<Action> next() {
    List<Action> actions = new ArrayList<>(timers());
    for (int number : standing.position().background().keySet()) {
      // What one step decides may change what the next one sees.
      if (decides(() -> background(new StepKey(spec.info().key(), number)), actions)) {
        return actions;
      }
    }
    decides(this::position, actions);
    return actions;
  }

  /// Adds what a step needs to have done and returns whether it decided something.
  private static boolean decides(Supplier<List<Action>> step, List<Action> actions) {
    try {
      boolean decides = false;
      for (Action action : step.get()) {
        actions.add(action);
        decides |= action instanceof Action.Decide;
      }
      return decides;
    } catch (MissingFact missing) {
      actions.add(new Action.Learn(missing.fact()));
      return false;
    }
  }

  private List<Action> background(StepKey key) {
    Background background = standing.position().background(key);
    Step step = StepNumbers.step(spec, standing, key.number());
    if (background == null || background.isEnded() || step == null) {
      return List.of();
    }
    var decisions = StepDecisions.of(Site.of(spec, standing.seenBy(background), key), step);
    Running running = standing.position().running(key);
    return running == null ? decisions.queued(background) : decisions.next(running);
  }

  /// What comes after the steps of the file begins when no background step is left.
  private List<Action> settled() {
    List<Action> actions = new ArrayList<>();
    for (Map.Entry<Integer, Background> each : standing.position().background().entrySet()) {
      if (!each.getValue().isEnded()) {
        return List.of();
      }
      var key = new StepKey(spec.info().key(), each.getKey());
      actions.add(new Action.Decide(new Event.Detail.StepJoined(key, each.getValue().result())));
    }
    return actions;
  }

  private List<Action> position() {
    int number = standing.position().number();
    if (number >= StepNumbers.beyondFile(spec, standing)
        && !standing.position().background().isEmpty()) {
      return settled();
    }
    int last = StepNumbers.last(spec, standing);
    int known = known(number, last);
    if (standing.position().added() < known) {
      return unknownSteps(known, last);
    }
    var key = new StepKey(spec.info().key(), number);
    if (number == StepNumbers.SET_UP) {
      return new SettingUp(spec, standing, key).next();
    }
    Step early = StepNumbers.before(standing, number);
    if (early != null) {
      return beforehand(Site.of(spec, standing, key), early);
    }
    Step step = StepNumbers.step(spec, standing, number);
    if (step != null) {
      return StepDecisions.of(Site.of(spec, standing, key), step)
          .next(standing.position().running(key));
    }
    if (number < last) {
      return new AfterwardsDecisions(spec, standing, key, afterwards(number)).next();
    }
    return new Completing(spec, standing, key).next();
  }

  private List<Action> beforehand(Site site, Step step) {
    Fetched fetched = standing.fetched();
    Fetched.Remote action =
        fetched == null
            ? null
            : new Beforehand(fetched.actions()).action(step, RemoteActions.holder(spec));
    return action == null
        ? List.of(site.completed(Result.SKIPPED, Result.SKIPPED, null))
        : BeforehandDecisions.of(site, step, action).next(standing.position().running(site.key()));
  }

  private Afterwards afterwards(int number) {
    return standing.position().afterwards().get(number - StepNumbers.beyondFile(spec, standing));
  }

  /// Returns the number of the last step that can be made known: what actions run beforehand is
  /// known when they are there, what they leave to be run when all steps of the file have ended.
  private int known(int number, int last) {
    if (!StepNumbers.areKnown(spec, standing)) {
      return StepNumbers.SET_UP;
    }
    int beyond = StepNumbers.beyondFile(spec, standing);
    return number < beyond && mayLeaveSteps() ? beyond - 1 : last;
  }

  private boolean mayLeaveSteps() {
    for (Step step : spec.job().steps()) {
      if (step.action() instanceof Step.Action.Uses uses && Checkout.of(uses) == null) {
        return true;
      }
    }
    return false;
  }

  private List<Action> unknownSteps(int known, int last) {
    List<Action> actions = new ArrayList<>();
    for (int number = standing.position().added() + 1; number <= known; number++) {
      actions.add(new Action.Decide(new Event.StepAdded(info(number, last))));
    }
    return actions;
  }

  private Event.StepInfo info(int number, int last) {
    var key = new StepKey(spec.info().key(), number);
    if (number == StepNumbers.SET_UP) {
      return new Event.StepInfo(key, "__set_up", "Set up job", 0);
    }
    if (number == last) {
      return new Event.StepInfo(key, "__complete", "Complete job", 0);
    }
    Step early = StepNumbers.before(standing, number);
    if (early != null) {
      String name = Beforehand.name(StepNames.plain(early));
      return new Event.StepInfo(key, "__pre_" + early.id(), name, early.span().line());
    }
    Step step = StepNumbers.step(spec, standing, number);
    if (step == null) {
      Afterwards after = afterwards(number);
      String id = "__post_" + after.step().id();
      return new Event.StepInfo(key, id, "Post " + after.name(), after.step().span().line());
    }
    return new Event.StepInfo(
        key, step.id(), StepNames.plain(step), step.span().line(), step.background());
  }

  private List<Action> timers() {
    List<Action> timers = new ArrayList<>();
    var prepared = standing.prepared();
    Standing.Ending ending = standing.ending();
    if (prepared != null && !ending.released() && !ending.over()) {
      timers.add(
          ending.cancelled()
              ? new Action.Timer(Timers.CANCEL, prepared.cancelLimit())
              : new Action.Timer(Timers.JOB, prepared.limit()));
    }
    standing
        .position()
        .steps()
        .forEach(
            (number, running) -> {
              if (running.ended() == null) {
                addStepTimers(timers, number, running);
              }
            });
    return timers;
  }

  private static void addStepTimers(List<Action> timers, int number, Running running) {
    Duration limit = running.limit();
    if (limit != null && !running.stop().timedOut()) {
      timers.add(new Action.Timer(Timers.step(number), limit));
    }
    Running innermost = running.innermost();
    Duration patience = patience(innermost.stop().last());
    if (patience != null && innermost.ended() == null) {
      String place = running.innermostPlace(Integer.toString(number));
      timers.add(
          new Action.Timer(Timers.ladder(place, innermost.stop().signals().size()), patience));
    }
  }

  /// Returns how long a process may take to end after a signal, or `null` for as long as it likes.
  private static @Nullable Duration patience(@Nullable Signal signal) {
    return switch (signal) {
      case null -> null;
      case INTERRUPT -> AFTER_INTERRUPT;
      case TERMINATE -> AFTER_TERMINATE;
      case KILL -> null;
    };
  }
}
