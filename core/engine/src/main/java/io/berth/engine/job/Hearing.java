// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event;
import io.berth.engine.Event.Detail;
import io.berth.engine.JobKey;
import io.berth.engine.JobSpec;
import io.berth.engine.StepKey;
import io.berth.engine.output.CommandEffect;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Layout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the outside says, as events.
final class Hearing {

  private static final int SIGNAL_BASE = 128;

  private final JobKey job;
  private final Standing standing;

  Hearing(JobSpec spec, Standing standing) {
    this.job = spec.info().key();
    this.standing = standing;
  }

  List<Event> events(Input input) {
    return switch (input) {
      case Input.EnvironmentReady(var layout, var signals) ->
          List.of(new Detail.EnvironmentReady(job, layout, signals));
      case Input.EnvironmentRefused(var error) -> List.of(new Detail.JobRefused(job, error));
      case Input.ActionsFetched fetched -> fetched(fetched);
      case Input.Learned(var fact, var answer) ->
          List.of(new Detail.FactLearned(job, fact, answer));
      case Input.NotLearned(var fact, var problem) ->
          List.of(new Detail.FactRefused(job, fact, problem));
      case Input.Asked(var step, var effect) -> asked(step, effect);
      case Input.ProcessEnded ended -> ended(ended);
      case Input.FilesBrought(var step, var problem) -> brought(step, problem);
      case Input.TimerFired(var name) -> fired(name);
      case Input.CancelAsked(var reason, var atOnce) -> cancelled(reason, atOnce);
      case Input.Released() -> List.of(new Detail.EnvironmentReleased(job));
    };
  }

  /// What comes for a step that has ended is not told.
  private List<Event> fetched(Input.ActionsFetched fetched) {
    Action.FetchActions.Late late = fetched.asked().late();
    BerthError error = fetched.error();
    if (late == null) {
      return List.of(
          error == null
              ? new Detail.ActionsFetched(job, fetched.actions())
              : new Detail.JobRefused(job, error));
    }
    Running running = standing.position().running(late.step());
    if (error == null && !fetched.isComplete()) {
      error =
          BerthError.of(
              ErrorCode.ACTION_UNAVAILABLE,
              "what was fetched holds no `"
                  + fetched.asked().actions().getFirst().reference()
                  + "`",
              null);
    }
    boolean waits = running != null && running.innermost().ended() == null;
    if (!waits || !late.place().equals(place(late.step()))) {
      return List.of();
    }
    return List.of(
        error == null
            ? new Detail.ActionsFetched(job, fetched.actions())
            : new Detail.ProcessEnded(late.step(), null, error));
  }

  private static List<Event> asked(StepKey step, CommandEffect effect) {
    return switch (effect) {
      case CommandEffect.SetOutput(var name, var value) ->
          List.of(new Detail.OutputSet(step, name, value));
      case CommandEffect.SetEnv(var name, var value) ->
          List.of(new Detail.VariableSet(step, name, value));
      case CommandEffect.AddPath(var folder) -> List.of(new Detail.PathAdded(step, folder));
      case CommandEffect.Annotate(var annotation) -> List.of(new Event.Annotated(step, annotation));
      case CommandEffect.Failed _ -> List.of(new Detail.StepFaulted(step, "", true));
      case CommandEffect.SaveState(var name, var value) ->
          List.of(new Detail.StateSaved(step, name, value));
      case CommandEffect.AddMatcher(var matcher) ->
          List.of(new Detail.MatcherAdded(step, matcher.owner(), matcher.json()));
      case CommandEffect.RemoveMatcher(var owner) ->
          List.of(new Detail.MatcherRemoved(step, owner));
      case CommandEffect.AddMask _ -> List.of();
    };
  }

  private List<Event> ended(Input.ProcessEnded ended) {
    Layout layout = standing.layout();
    List<Event> events = new ArrayList<>();
    if (layout != null) {
      var written =
          new WrittenFiles(ended.step(), StepFiles.of(layout, place(ended.step())), events);
      ended.files().forEach(written::read);
    }
    events.add(outcome(ended.step(), ended.outcome()));
    return events;
  }

  private static Event outcome(StepKey step, ExecOutcome outcome) {
    return switch (outcome) {
      case ExecOutcome.Exited(var code) -> new Detail.ProcessEnded(step, code, null);
      case ExecOutcome.Signalled(var number) ->
          new Detail.ProcessEnded(step, SIGNAL_BASE + number, null);
      case ExecOutcome.NotStarted(var code, var problem) ->
          failed(step, code, ErrorCode.WORKFLOW_INVALID, problem);
      case ExecOutcome.TimedOut(var limit) ->
          failed(
              step,
              null,
              ErrorCode.ENVIRONMENT_NOT_READY,
              "the environment ended the process after " + limit);
      case ExecOutcome.OutOfMemory() ->
          failed(
              step,
              SIGNAL_BASE + 9,
              ErrorCode.ENVIRONMENT_NOT_READY,
              "the process was ended because it used more memory than it may");
      case ExecOutcome.ExecutionLost(var error) -> new Detail.ProcessEnded(step, null, error);
      case ExecOutcome.EnvironmentLost(var error) -> new Detail.ProcessEnded(step, null, error);
    };
  }

  private static Event failed(
      StepKey step, @Nullable Integer exitCode, ErrorCode code, String problem) {
    return new Detail.ProcessEnded(step, exitCode, BerthError.of(code, problem, null));
  }

  private static List<Event> brought(StepKey step, @Nullable String problem) {
    return List.of(
        problem == null
            ? new Detail.ProcessEnded(step, null, null)
            : failed(step, 1, ErrorCode.ACTION_UNAVAILABLE, problem));
  }

  private List<Event> fired(String name) {
    var prepared = standing.prepared();
    if (prepared == null) {
      return List.of();
    }
    if (name.equals(Timers.JOB)) {
      return standing.ending().cancelled()
          ? List.of()
          : List.of(new Detail.JobTimedOut(job, prepared.limit()));
    }
    if (name.equals(Timers.CANCEL)) {
      return standing.ending().killed()
          ? List.of()
          : List.of(
              new Detail.JobKilled(
                  job,
                  "its steps ran on for "
                      + Minutes.text(prepared.cancelLimit())
                      + " minutes after it was cancelled"));
    }
    List<Event> events = new ArrayList<>();
    standing
        .position()
        .steps()
        .forEach(
            (number, running) -> {
              if (running.ended() == null) {
                events.addAll(fired(name, new StepKey(job, number), running));
              }
            });
    return events;
  }

  private List<Event> fired(String name, StepKey step, Running running) {
    Duration limit = running.limit();
    if (limit != null && name.equals(Timers.step(step.number()))) {
      return List.of(new Detail.StepTimedOut(step, limit));
    }
    Running.Stop stop = running.innermost().stop();
    if (!name.equals(Timers.ladder(place(step), stop.signals().size()))) {
      return List.of();
    }
    return List.of(new Detail.StepSignalled(step, standing.signalAfter(stop.last())));
  }

  /// Where the innermost step of a step is.
  private String place(StepKey step) {
    String own = Integer.toString(step.number());
    Running running = standing.position().running(step);
    return running == null ? own : running.innermostPlace(own);
  }

  private List<Event> cancelled(String reason, boolean atOnce) {
    List<Event> events = new ArrayList<>();
    if (!standing.ending().cancelled()) {
      events.add(new Event.CancelRequested(job, reason));
    }
    if (atOnce && !standing.ending().killed()) {
      events.add(new Detail.JobKilled(job, reason));
    }
    return events;
  }
}
