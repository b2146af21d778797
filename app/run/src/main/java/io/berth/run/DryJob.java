// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.Event;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.engine.job.Action;
import io.berth.engine.job.Input;
import io.berth.engine.job.JobState;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import java.util.List;
import java.util.Map;

/// A job of which everything is decided that can be without an environment, and nothing is run.
final class DryJob implements JobRunner {

  private final JobSpec spec;
  private final JobActions actions;
  private JobState state;
  private int steps;

  DryJob(JobSpec spec, Map<String, String> env, JobActions actions) {
    this.spec = spec;
    this.actions = actions;
    this.state = JobState.of(spec, env);
  }

  @Override
  public void run() throws InterruptedException {
    try {
      decideAll();
    } finally {
      actions.close();
    }
  }

  private void decideAll() throws InterruptedException {
    boolean placed = false;
    while (!placed && !state.isOver()) {
      for (Action action : state.next()) {
        switch (action) {
          case Action.Decide(var event) -> decide(event);
          case Action.Log log -> actions.log(log);
          case Action.Acquire acquire -> placed = place(acquire);
          case Action.FetchActions fetch -> resolve(fetch);
          case Action.Learn _,
              Action.RunProcess _,
              Action.BringFiles _,
              Action.Send _,
              Action.Timer _,
              Action.Release _ ->
              throw new IllegalStateException("named before there was an environment: " + action);
        }
      }
    }
    if (placed) {
      pass();
    }
  }

  @Override
  public void cancelRecorded(Event.CancelRequested event) {
    // It ends before anybody could notice.
  }

  @Override
  public void kill(String reason) {
    // It ends before anybody could notice.
  }

  /// What cannot be had now may be there when it runs; what is wrong is wrong then, too.
  private void resolve(Action.FetchActions fetch) throws InterruptedException {
    Input.ActionsFetched fetched = actions.fetch(fetch);
    BerthError error = fetched.error();
    if (error != null && (error.code() == ErrorCode.ACTION_UNAVAILABLE || actions.isOffline())) {
      decide(
          new Event.Noticed(
              "the actions of `" + spec.info().key() + "` are not known: " + error.problem()));
      state.heard(new Input.ActionsFetched(fetch, List.of(), null)).forEach(this::decide);
      return;
    }
    for (Event.FetchedAction action : fetched.actions()) {
      if (!action.commit().isEmpty()) {
        decide(new Event.Noticed("`" + action.reference() + "` is the commit " + action.commit()));
      }
    }
    state.heard(fetched).forEach(this::decide);
  }

  private boolean place(Action.Acquire acquire) {
    Input.EnvironmentRefused refused = actions.refusal(acquire);
    if (refused == null) {
      return true;
    }
    state.heard(refused).forEach(this::decide);
    return false;
  }

  /// The jobs that wait for this one are decided as if it had succeeded.
  private void pass() {
    for (int number = 1; number <= steps; number++) {
      decide(
          new Event.StepCompleted(
              new StepKey(spec.info().key(), number), Result.SKIPPED, Result.SKIPPED, null));
    }
    decide(
        new Event.JobCompleted(
            spec.info().key(), Result.SUCCESS, spec.failureAllowed(), Map.of(), null));
  }

  private void decide(Event event) {
    actions.record(event);
    if (event instanceof Event.StepAdded) {
      steps++;
    }
    state = state.apply(event);
  }
}
