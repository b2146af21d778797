// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail.ProcessEnded;
import io.berth.engine.Event.Detail.StepPrepared;
import io.berth.spi.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A step that has begun and not ended: one of the job, or one of an action that a step uses.
///
/// @param name how it is shown
/// @param prepared what it runs, or `null` before that was evaluated
/// @param ended how its process ended, or `null` before that
/// @param stop what works towards its end
/// @param state what an action keeps for its later stages
/// @param inside what goes on inside of it, or `null` if it is nothing but a process so far
record Running(
    String name,
    @Nullable StepPrepared prepared,
    @Nullable ProcessEnded ended,
    Stop stop,
    Map<String, String> state,
    @Nullable Inside inside) {

  Running {
    state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
  }

  /// What works towards the end of a step.
  ///
  /// @param goesOn whether it may run on after its job was cancelled, or `null` before that was
  ///     decided
  /// @param timedOut whether it ran longer than it may
  /// @param faulted whether it will fail, because of something that it asked for
  /// @param faults what it asked for and could not have, as lines for its log
  /// @param signals the signals that were sent, in order
  record Stop(
      @Nullable Boolean goesOn,
      boolean timedOut,
      boolean faulted,
      List<String> faults,
      List<Signal> signals) {
    static final Stop NONE = new Stop(null, false, false, List.of(), List.of());

    Stop {
      faults = List.copyOf(faults);
      signals = List.copyOf(signals);
    }

    boolean wanted() {
      return timedOut || Boolean.FALSE.equals(goesOn);
    }

    @Nullable Signal last() {
      return signals.isEmpty() ? null : signals.getLast();
    }

    Stop reconsidered(boolean mayGoOn) {
      return new Stop(mayGoOn, timedOut, faulted, faults, signals);
    }

    Stop expired() {
      return new Stop(goesOn, true, faulted, faults, signals);
    }

    /// @param fault a line for its log, or an empty text if that has it already
    Stop with(String fault, boolean fails) {
      List<String> more = new ArrayList<>(faults);
      if (!fault.isEmpty()) {
        more.add(fault);
      }
      return new Stop(goesOn, timedOut, faulted || fails, more, signals);
    }

    Stop with(Signal signal) {
      List<Signal> more = new ArrayList<>(signals);
      more.add(signal);
      return new Stop(goesOn, timedOut, faulted, faults, more);
    }
  }

  static Running of(String name) {
    return new Running(name, null, null, Stop.NONE, Map.of(), null);
  }

  Running with(StepPrepared what) {
    return new Running(name, what, ended, stop, state, inside);
  }

  Running with(ProcessEnded how) {
    return new Running(name, prepared, how, stop, state, inside);
  }

  Running with(Stop more) {
    return new Running(name, prepared, ended, more, state, inside);
  }

  Running with(Inside more) {
    return new Running(name, prepared, ended, stop, state, more);
  }

  Running withState(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(state);
    more.put(key, value);
    return new Running(name, prepared, ended, stop, more, inside);
  }

  /// Returns the step that runs inside of it, or `null` if there is none at the moment.
  @Nullable Running child() {
    return inside == null ? null : inside.child();
  }

  /// Returns the innermost step that runs: the one to which a process belongs.
  Running innermost() {
    Running child = child();
    return child == null ? this : child.innermost();
  }

  /// Returns where the innermost step is: `4`, or `4.1.2` inside of actions.
  ///
  /// @param place where this step is
  String innermostPlace(String place) {
    Running child = child();
    return child == null || inside == null ? place : child.innermostPlace(inside.place(place));
  }

  /// Returns the longest that it may run, or `null` if only the limit of the job counts.
  @Nullable Duration limit() {
    if (prepared != null) {
      return prepared.limit();
    }
    if (inside == null) {
      return null;
    }
    Entered action = inside.action();
    Running child = inside.child();
    if (action != null) {
      return action.how().limit();
    }
    return child == null ? null : child.limit();
  }

  Running atInnermost(UnaryOperator<Running> change) {
    Running child = child();
    return child == null || inside == null
        ? change.apply(this)
        : with(inside.with(child.atInnermost(change)));
  }

  /// The steps around others are asked first.
  Running reconsidered(boolean mayGoOn) {
    Running child = child();
    return stop.goesOn() == null || child == null || inside == null
        ? with(stop.reconsidered(mayGoOn))
        : with(inside.with(child.reconsidered(mayGoOn)));
  }

  /// Changes what goes on around one inner step.
  ///
  /// @param own where this step is
  /// @param place where the inner step is
  Running around(String own, String place, UnaryOperator<Inside> change) {
    Inside within = inside == null ? Inside.AFTERWARDS : inside;
    Running child = within.child();
    if (child == null || within.place(own).equals(place)) {
      return with(change.apply(within));
    }
    return with(within.with(child.around(within.place(own), place, change)));
  }

  /// Sets an output of the innermost step; only of one inside of an action.
  Running withOutput(String output, String value) {
    Running child = child();
    if (child == null || inside == null) {
      return this;
    }
    return child.child() == null
        ? with(inside.withOutput(output, value))
        : with(inside.with(child.withOutput(output, value)));
  }
}
