// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event;
import io.berth.engine.StepKey;
import io.berth.engine.output.CommandEffect;
import io.berth.expressions.Fact;
import io.berth.model.BerthError;
import io.berth.spi.ExecOutcome;
import io.berth.spi.FileContent;
import io.berth.spi.Layout;
import io.berth.spi.Signal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something that the outside tells a job. [JobState#heard] says which events it makes.
public sealed interface Input {

  /// The environment is there.
  ///
  /// @param signals which can be sent to what runs in it
  record EnvironmentReady(Layout layout, Set<Signal> signals) implements Input {}

  /// The environment cannot be had.
  record EnvironmentRefused(BerthError error) implements Input {}

  /// The actions of other repositories are there, or cannot be had.
  ///
  /// @param asked what was asked for
  /// @param actions what there is, with all that it uses
  /// @param error why they cannot be had, or `null` if they are there
  record ActionsFetched(
      Action.FetchActions asked, List<Event.FetchedAction> actions, @Nullable BerthError error)
      implements Input {
    public ActionsFetched {
      actions = List.copyOf(actions);
    }

    /// Returns whether there is all that was asked for.
    boolean isComplete() {
      for (Action.FetchActions.Wanted wanted : asked.actions()) {
        String reference = wanted.reference().toString();
        if (actions.stream().noneMatch(action -> action.reference().equals(reference))) {
          return false;
        }
      }
      return true;
    }
  }

  /// A fact was learned.
  record Learned(Fact fact, String answer) implements Input {}

  /// A fact cannot be learned.
  record NotLearned(Fact fact, String problem) implements Input {}

  /// A command in the output of a step asked for something.
  ///
  /// @param step whose output
  /// @param effect what it asked for
  record Asked(StepKey step, CommandEffect effect) implements Input {}

  /// A process ended and its output was read to the end.
  ///
  /// @param step whose
  /// @param outcome how
  /// @param files what was read afterwards
  record ProcessEnded(StepKey step, ExecOutcome outcome, List<FileContent> files) implements Input {
    public ProcessEnded {
      files = List.copyOf(files);
    }
  }

  /// The files of the repository are in place.
  ///
  /// @param step who asked
  /// @param problem why they are not, or `null` if they are
  record FilesBrought(StepKey step, @Nullable String problem) implements Input {}

  /// A timer ran out.
  record TimerFired(String name) implements Input {}

  /// Somebody wants the job to end early.
  ///
  /// @param reason why
  /// @param atOnce whether nothing may run on
  record CancelAsked(String reason, boolean atOnce) implements Input {}

  /// The environment was given back.
  record Released() implements Input {}
}
