// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail.ProcessEnded;
import io.berth.engine.Event.Detail.StepPrepared;
import io.berth.spi.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The step that has begun and not ended.
///
/// @param name how it is shown
/// @param prepared what it runs, or `null` before that was evaluated
/// @param ended how its process ended, or `null` before that
/// @param stop what works towards its end
record Running(
    String name, @Nullable StepPrepared prepared, @Nullable ProcessEnded ended, Stop stop) {

  /// What works towards the end of a step.
  ///
  /// @param goesOn whether it may run on after its job was cancelled, or `null` before that was
  ///     decided
  /// @param timedOut whether it ran longer than it may
  /// @param faults what it asked for and could not have, as lines for its log; empty if the log
  ///     has it already
  /// @param signals the signals that were sent, in order
  record Stop(
      @Nullable Boolean goesOn, boolean timedOut, List<String> faults, List<Signal> signals) {
    static final Stop NONE = new Stop(null, false, List.of(), List.of());

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
      return new Stop(mayGoOn, timedOut, faults, signals);
    }

    Stop expired() {
      return new Stop(goesOn, true, faults, signals);
    }

    Stop with(String fault) {
      List<String> more = new ArrayList<>(faults);
      more.add(fault);
      return new Stop(goesOn, timedOut, more, signals);
    }

    Stop with(Signal signal) {
      List<Signal> more = new ArrayList<>(signals);
      more.add(signal);
      return new Stop(goesOn, timedOut, faults, more);
    }
  }

  static Running of(String name) {
    return new Running(name, null, null, Stop.NONE);
  }

  Running with(StepPrepared what) {
    return new Running(name, what, ended, stop);
  }

  Running with(ProcessEnded how) {
    return new Running(name, prepared, how, stop);
  }

  Running with(Stop more) {
    return new Running(name, prepared, ended, more);
  }
}
