// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event;
import io.berth.engine.Event.Detail;
import io.berth.engine.JobKey;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.Step;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The state of one job: a fold over its events. Never changes; [#apply] gives the next one.
///
/// Whoever runs the job performs what [#next] names, turns what the outside says into events with
/// [#heard], and applies each. None of the three does anything but compute.
public final class JobState {

  private final JobSpec spec;
  private final Standing standing;

  private JobState(JobSpec spec, Standing standing) {
    this.spec = spec;
    this.standing = standing;
  }

  /// Returns the state of a job of which nothing was done yet.
  ///
  /// @param spec the job
  /// @param env variables that were configured outside of the workflow; all others win over them
  public static JobState of(JobSpec spec, Map<String, String> env) {
    return new JobState(SideBySide.spread(spec), Standing.first(env));
  }

  /// Returns whether all is over.
  public boolean isOver() {
    return standing.ending().completed();
  }

  /// Returns all that should be going on now; empty when all is over.
  public List<Action> next() {
    return isOver() ? List.of() : new Decisions(spec, standing).next();
  }

  /// Returns the events that something from outside makes; none if it comes too late to matter.
  public List<Event> heard(Input input) {
    return isOver() ? List.of() : new Hearing(spec, standing).events(input);
  }

  /// Returns the state after an event. Events of other jobs change nothing.
  public JobState apply(Event event) {
    return new JobState(spec, fold(event));
  }

  private Standing fold(Event event) {
    return switch (event) {
      case Event.StepAdded(var info) ->
          mine(info.key()) ? standing.with(standing.position().oneAdded()) : standing;
      case Event.StepStarted(var step, var name) ->
          mine(step) ? standing.with(standing.position().with(step, Running.of(name))) : standing;
      case Event.StepCompleted completed ->
          mine(completed.step()) ? completed(completed) : standing;
      case Event.CancelRequested(var job, var _) ->
          job == null || mine(job) ? cancelled(standing.ending().cancel()) : standing;
      case Event.JobCompleted completed ->
          mine(completed.job()) ? standing.with(standing.ending().complete()) : standing;
      case Detail detail -> fold(detail);
      case Event.RunStarted _,
          Event.JobAdded _,
          Event.JobPlanned _,
          Event.JobStarted _,
          Event.Annotated _,
          Event.Noticed _,
          Event.RunCompleted _ ->
          standing;
    };
  }

  private Standing fold(Detail detail) {
    return switch (detail) {
      case Detail.ConditionDecided _ -> standing;
      case Detail.EnvironmentReady ready -> mine(ready.job()) ? standing.with(ready) : standing;
      case Detail.FactLearned(var job, var fact, var answer) ->
          mine(job) ? standing.with(fact, new Standing.Answer.Known(answer)) : standing;
      case Detail.FactRefused(var job, var fact, var problem) ->
          mine(job) ? standing.with(fact, new Standing.Answer.Refused(problem)) : standing;
      case Detail.JobPrepared prepared -> mine(prepared.job()) ? standing.with(prepared) : standing;
      case Detail.JobRefused(var job, var error) ->
          mine(job) ? standing.with(standing.ending().refuse(error)) : standing;
      case Detail.EnvironmentReleased(var job) ->
          mine(job) ? standing.with(standing.ending().release()) : standing;
      case Detail.JobTimedOut(var job, var _) ->
          mine(job) ? cancelled(standing.ending().timeOut()) : standing;
      case Detail.JobKilled(var job, var _) ->
          mine(job) ? cancelled(standing.ending().kill()) : standing;
      case Detail.VariableSet(var step, var name, var value) ->
          left(
              step,
              ledger -> ledger.withEnv(Map.of(name, value)),
              background -> background.withEnv(name, value));
      case Detail.PathAdded(var step, var folder) ->
          left(
              step,
              ledger -> ledger.withFolder(folder),
              background -> background.withFolder(folder));
      case Detail.OutputSet(var step, var name, var value) ->
          mine(step) ? output(step, name, value) : standing;
      case Detail.MatcherAdded(var step, var owner, var definition) ->
          mine(step) ? standing.with(standing.ledger().withMatcher(owner, definition)) : standing;
      case Detail.MatcherRemoved(var step, var owner) ->
          mine(step) ? standing.with(standing.ledger().withoutMatcher(owner)) : standing;
      case Detail.StepPrepared prepared ->
          innermost(prepared.step(), running -> running.with(prepared));
      case Detail.ProcessEnded ended ->
          mine(ended.step()) ? running(ended.step(), ended) : standing;
      case Detail.ActionsFetched(var job, var actions) -> mine(job) ? fetched(actions) : standing;
      case Detail.ActionEntered entered -> entered(entered);
      case Detail.InnerStarted(var step, var place, var name) ->
          around(step, place, inside -> inside.started(Running.of(name)));
      case Detail.InnerCompleted(var step, var place, var outcome, var conclusion, _) ->
          around(step, place, inside -> inside.ended(outcome, conclusion)).forgetting();
      case Detail.StateSaved(var step, var name, var value) ->
          innermost(step, running -> running.withState(name, value));
      case Detail.StepReconsidered(var step, var goesOn) ->
          running(step, running -> running.reconsidered(goesOn));
      case Detail.StepSignalled(var step, var signal) ->
          innermost(step, running -> running.with(running.stop().with(signal)));
      case Detail.StepTimedOut(var step, var _) ->
          running(step, running -> running.with(running.stop().expired()));
      case Detail.StepFaulted(var step, var problem, var fails) ->
          innermost(step, running -> running.with(running.stop().with(problem, fails)));
      case Detail.SummaryWritten _ -> standing;
      case Detail.StepPassed(var step) -> mine(step) ? passed(step) : standing;
      case Detail.StepCancelled(var step) -> mine(step) ? cancelled(step) : standing;
      case Detail.StepJoined(var step, var status) -> mine(step) ? joined(step, status) : standing;
    };
  }

  private Standing fetched(List<Event.FetchedAction> actions) {
    return standing.with(
        standing.position().number() == StepNumbers.SET_UP
            ? Fetched.of(spec, actions)
            : Fetched.later(spec, standing.fetched(), actions));
  }

  private Standing completed(Event.StepCompleted completed) {
    StepKey key = completed.step();
    Standing.Position position = standing.position();
    Background background = position.background(key);
    Step step = StepNumbers.step(spec, standing, key.number());
    Ledger ledger = standing.ledger();
    if (background != null && step != null) {
      position =
          position
              .leaving(Afterwards.of(step, key, key.number(), position.running(key), ledger))
              .ended(key)
              .with(key, background.ended(completed.outcome(), completed.conclusion()));
      return standing.with(position).forgetting();
    }
    ledger = ledger.merge(completed.conclusion());
    if (step != null) {
      String id = step.id();
      ledger =
          ledger.withStep(id, ledger.step(id).ended(completed.outcome(), completed.conclusion()));
      position =
          position.leaving(Afterwards.of(step, key, key.number(), position.running(key), ledger));
    }
    Step early = StepNumbers.before(standing, key.number());
    Running running = position.running(key);
    if (early != null && running != null) {
      int main = StepNumbers.of(spec, standing, early);
      ledger = ledger.withEarly(Beforehand.byPlace(running, Integer.toString(main)));
      position = position.leaving(Afterwards.of(early, key, main, null, ledger));
    }
    return standing.with(ledger).with(position.ended(key));
  }

  private Standing passed(StepKey step) {
    Background background = Background.of(standing.ledger());
    return standing.with(standing.position().with(step, background).beyond(step));
  }

  private Standing cancelled(StepKey step) {
    Standing.Position position = standing.position();
    Background background = position.background(step);
    if (background == null) {
      return standing;
    }
    Running running = position.running(step);
    if (running != null) {
      position = position.with(step, running.with(running.stop().reconsidered(false)));
    }
    return standing.with(position.with(step, background.cancel()));
  }

  private Standing joined(StepKey key, @Nullable Result status) {
    Background background = standing.position().background(key);
    Step step = StepNumbers.step(spec, standing, key.number());
    if (background == null || step == null) {
      return standing;
    }
    Ledger ledger = standing.ledger();
    if (!background.joined()) {
      ledger = background.joinedTo(ledger, step.id());
    }
    return status == null
        ? standing.with(ledger).with(standing.position().with(key, background.join()))
        : standing.with(ledger.merge(status)).with(standing.position().settled(key));
  }

  /// What a background step leaves behind counts when the job has waited for it.
  private Standing left(
      StepKey step, UnaryOperator<Ledger> atOnce, UnaryOperator<Background> later) {
    if (!mine(step)) {
      return standing;
    }
    Background background = standing.position().background(step);
    return background == null
        ? standing.with(atOnce.apply(standing.ledger()))
        : standing.with(standing.position().with(step, later.apply(background)));
  }

  private Standing cancelled(Standing.Ending ending) {
    return standing.with(standing.ledger().merge(Result.CANCELLED)).with(ending);
  }

  private Standing output(StepKey key, String name, String value) {
    Running running = current(key);
    if (running != null && running.child() != null) {
      return standing.with(standing.position().with(key, running.withOutput(name, value)));
    }
    Step step = StepNumbers.step(spec, standing, key.number());
    if (step == null) {
      return standing;
    }
    String id = step.id();
    return left(
        key,
        ledger -> ledger.withStep(id, ledger.step(id).withOutput(name, value)),
        background -> background.withOutput(name, value));
  }

  private Standing entered(Detail.ActionEntered entered) {
    ActionManifest manifest = ActionFile.manifest(spec, standing, entered.directory());
    return manifest == null
        ? standing
        : innermost(
            entered.step(), running -> running.with(Inside.of(new Entered(manifest, entered))));
  }

  private Standing around(StepKey step, String place, UnaryOperator<Inside> change) {
    return running(step, running -> running.around(Integer.toString(step.number()), place, change));
  }

  private Standing innermost(StepKey step, UnaryOperator<Running> change) {
    return running(step, running -> running.atInnermost(change));
  }

  private Standing running(StepKey step, Detail.ProcessEnded ended) {
    Standing next = innermost(step, running -> running.with(ended));
    var error = ended.error();
    if (error == null) {
      return next;
    }
    return switch (error.code()) {
      case ENVIRONMENT_LOST -> next.with(next.ending().refuse(error));
      // Steps may still run, but nothing makes up for what is not known.
      case EXECUTION_LOST ->
          next.with(next.ledger().merge(Result.FAILURE)).with(next.ending().refuse(error));
      default -> next;
    };
  }

  private Standing running(StepKey step, UnaryOperator<Running> change) {
    Running running = current(step);
    return running == null
        ? standing
        : standing.with(standing.position().with(step, change.apply(running)));
  }

  private @Nullable Running current(StepKey step) {
    return mine(step) ? standing.position().running(step) : null;
  }

  private boolean mine(JobKey job) {
    return job.equals(spec.info().key());
  }

  private boolean mine(StepKey step) {
    return mine(step.job());
  }
}
