// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail.EnvironmentReady;
import io.berth.engine.Event.Detail.JobPrepared;
import io.berth.engine.StepKey;
import io.berth.expressions.Fact;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import io.berth.workflow.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far a job has come: what its events add up to.
///
/// @param environment where its steps run, or `null` before there is one
/// @param prepared what its steps share, or `null` before that was evaluated
/// @param facts the facts that were learned for the step that is evaluated
/// @param ledger what its steps have left behind
/// @param position the step that it is at
/// @param ending what works towards its end
/// @param fetched the actions of other repositories, or `null` before they are there
record Standing(
    @Nullable EnvironmentReady environment,
    @Nullable JobPrepared prepared,
    Map<Fact, Answer> facts,
    Ledger ledger,
    Position position,
    Ending ending,
    @Nullable Fetched fetched) {

  private static final Set<String> LASTING =
      Set.of(Script.WHICH, NodeProcess.VERSION, ServiceAccess.VARIABLES, ServiceAccess.PRELOAD);

  /// Returns where a job stands at first.
  ///
  /// @param configured variables from outside of the workflow
  static Standing first(Map<String, String> configured) {
    return new Standing(
        null, null, Map.of(), Ledger.of(configured), Position.START, Ending.NONE, null);
  }

  /// What came of asking for a fact.
  sealed interface Answer {
    /// It is known.
    record Known(String text) implements Answer {}

    /// It cannot be had.
    record Refused(String problem) implements Answer {}
  }

  /// The steps that a job is at.
  ///
  /// @param added how many steps were made known
  /// @param number the number of the step that the job goes through or decides next
  /// @param steps the steps that have begun and not ended, by their numbers
  /// @param background the background steps whose result does not count yet, by their numbers
  /// @param afterwards what is left to be run after the steps of the file, in that order
  record Position(
      int added,
      int number,
      Map<Integer, Running> steps,
      Map<Integer, Background> background,
      List<Afterwards> afterwards) {
    static final Position START = new Position(0, 1, Map.of(), Map.of(), List.of());

    Position {
      steps = Collections.unmodifiableMap(new TreeMap<>(steps));
      background = Collections.unmodifiableMap(new TreeMap<>(background));
      afterwards = List.copyOf(afterwards);
    }

    /// Returns a step, or `null` if it has not begun or has ended.
    @Nullable Running running(StepKey step) {
      return steps.get(step.number());
    }

    /// Returns a background step, or `null` if it is none or its result counts already.
    @Nullable Background background(StepKey step) {
      return background.get(step.number());
    }

    /// Returns whether one more background step may begin.
    boolean hasTurn() {
      int begun = 0;
      for (int each : background.keySet()) {
        if (steps.containsKey(each)) {
          begun++;
        }
      }
      return begun < SideBySide.MOST;
    }

    Position oneAdded() {
      return new Position(added + 1, number, steps, background, afterwards);
    }

    Position with(StepKey step, Running running) {
      Map<Integer, Running> all = new TreeMap<>(steps);
      all.put(step.number(), running);
      return new Position(added, number, all, background, afterwards);
    }

    Position with(StepKey step, Background state) {
      Map<Integer, Background> all = new TreeMap<>(background);
      all.put(step.number(), state);
      return new Position(added, number, steps, all, afterwards);
    }

    /// The job goes on with the step after one that has ended or runs in the background.
    Position beyond(StepKey step) {
      int next = Math.max(number, step.number() + 1);
      return new Position(added, next, steps, background, afterwards);
    }

    Position ended(StepKey step) {
      Map<Integer, Running> others = new TreeMap<>(steps);
      others.remove(step.number());
      return new Position(added, number, others, background, afterwards).beyond(step);
    }

    Position settled(StepKey step) {
      Map<Integer, Background> others = new TreeMap<>(background);
      others.remove(step.number());
      return new Position(added, number, steps, others, afterwards);
    }

    /// What began last comes first. What runs beforehand may have left something already: that
    /// keeps its turn.
    Position leaving(@Nullable Afterwards more) {
      if (more == null) {
        return this;
      }
      List<Afterwards> all = new ArrayList<>(afterwards);
      Afterwards before = null;
      for (Afterwards each : afterwards) {
        if (each.isOf(more.step())) {
          before = each;
          all.remove(each);
        }
      }
      Afterwards left = before == null ? more : more.inTurnOf(before);
      int place = 0;
      while (place < all.size() && all.get(place).turn() > left.turn()) {
        place++;
      }
      all.add(place, left);
      return new Position(added, number, steps, background, all);
    }
  }

  /// What works towards the end of a job.
  ///
  /// @param cancelled whether somebody or its time limit ended it early
  /// @param killed whether nothing of it may run any longer
  /// @param timedOut whether it was its time limit
  /// @param released whether its environment was given back
  /// @param completed whether all is over
  /// @param error why it cannot go on or, where only a command was lost, cannot succeed; or `null`
  record Ending(
      boolean cancelled,
      boolean killed,
      boolean timedOut,
      boolean released,
      boolean completed,
      @Nullable BerthError error) {
    static final Ending NONE = new Ending(false, false, false, false, false, null);

    Ending cancel() {
      return new Ending(true, killed, timedOut, released, completed, error);
    }

    Ending kill() {
      return new Ending(true, true, timedOut, released, completed, error);
    }

    Ending timeOut() {
      return new Ending(true, killed, true, released, completed, error);
    }

    Ending release() {
      return new Ending(cancelled, killed, timedOut, true, completed, error);
    }

    Ending complete() {
      return new Ending(cancelled, killed, timedOut, released, true, error);
    }

    Ending refuse(BerthError why) {
      return new Ending(
          cancelled,
          killed,
          timedOut,
          released,
          completed,
          isFatal() && error != null ? error : why);
    }

    /// Returns whether no further step may begin.
    boolean over() {
      return killed || isFatal();
    }

    private boolean isFatal() {
      return error != null && error.code() != ErrorCode.EXECUTION_LOST;
    }
  }

  /// Returns the steps of the file whose actions run something beforehand.
  List<Step> before() {
    return fetched == null ? List.of() : fetched.before();
  }

  /// Returns where things are, or `null` before there is an environment.
  @Nullable Layout layout() {
    return environment == null ? null : environment.layout();
  }

  /// Returns the next signal of the ladder that can be sent; what can do nothing else can kill.
  ///
  /// @param last what was sent before, or `null`
  Signal signalAfter(@Nullable Signal last) {
    for (Signal signal : List.of(Signal.INTERRUPT, Signal.TERMINATE)) {
      boolean isNext = last == null || last.compareTo(signal) < 0;
      if (isNext && environment != null && environment.signals().contains(signal)) {
        return signal;
      }
    }
    return Signal.KILL;
  }

  Standing with(EnvironmentReady where) {
    return new Standing(where, prepared, facts, ledger, position, ending, fetched);
  }

  Standing with(JobPrepared what) {
    return new Standing(
        environment, what, facts, ledger.withEnv(what.env()), position, ending, fetched);
  }

  Standing with(Fact fact, Answer answer) {
    Map<Fact, Answer> more = new LinkedHashMap<>(facts);
    more.put(fact, answer);
    return new Standing(environment, prepared, more, ledger, position, ending, fetched);
  }

  Standing with(Ledger more) {
    return new Standing(environment, prepared, facts, more, position, ending, fetched);
  }

  /// Facts about files are forgotten when the job moves on: files change from step to step.
  Standing with(Position there) {
    Standing kept = there.number() == position.number() ? this : forgetting();
    return new Standing(environment, prepared, kept.facts, ledger, there, ending, fetched);
  }

  /// Returns it without what may have changed since it was learned.
  Standing forgetting() {
    Map<Fact, Answer> kept = new LinkedHashMap<>(facts);
    kept.entrySet().removeIf(known -> !lasts(known.getKey(), known.getValue()));
    return new Standing(environment, prepared, kept, ledger, position, ending, fetched);
  }

  /// What is not there may come with any step.
  private static boolean lasts(Fact fact, Answer answer) {
    return LASTING.contains(fact.kind())
        && answer instanceof Answer.Known(var text)
        && !text.isEmpty();
  }

  /// Returns it as a background step sees it.
  Standing seenBy(Background step) {
    return with(step.seenOf(ledger));
  }

  Standing with(Ending more) {
    return new Standing(environment, prepared, facts, ledger, position, more, fetched);
  }

  Standing with(Fetched there) {
    return new Standing(environment, prepared, facts, ledger, position, ending, there);
  }
}
