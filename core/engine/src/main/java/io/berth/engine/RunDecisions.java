// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.engine.RunAction.CancelJob;
import io.berth.engine.RunAction.Finish;
import io.berth.engine.RunAction.RecordEvent;
import io.berth.engine.RunAction.StartJob;
import io.berth.engine.RunJob.Leg;
import io.berth.expressions.Contexts;
import io.berth.expressions.Value;
import io.berth.model.BerthException;
import io.berth.workflow.Job;
import io.berth.workflow.plan.TemplateEvaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What follows from the state of a run: first the decisions that can be made, each on top of the
/// one before, then what has to be done about jobs.
final class RunDecisions {

  private final RunState state;
  private final RunOutcomes outcomes;
  private final Map<JobKey, String> failFast;
  private @Nullable RunAdmission admission;

  private RunDecisions(RunState state) {
    this.state = state;
    this.outcomes = new RunOutcomes(state);
    this.failFast = failures();
  }

  static List<RunAction> actions(RunState from) {
    List<RunAction> actions = new ArrayList<>();
    var decisions = new RunDecisions(from);
    for (var events = decisions.decide(); !events.isEmpty(); events = decisions.decide()) {
      var state = decisions.state;
      for (Event event : events) {
        actions.add(new RecordEvent(event));
        state = state.apply(event);
      }
      decisions = new RunDecisions(state);
    }
    decisions.addEffects(actions);
    return List.copyOf(actions);
  }

  /// Returns what is decided next: all jobs that are new, or one event, or nothing.
  private List<Event> decide() {
    if (state.progress().result() != null) {
      return List.of();
    }
    if (!state.progress().started()) {
      return List.of(new Event.RunStarted(RunTitle.of(state)));
    }
    var added = jobsToAdd();
    if (!added.isEmpty()) {
      return added;
    }
    var event = conditionToRepeat();
    if (event == null) {
      event = jobToDecide();
    }
    if (event == null) {
      event = legToCancel();
    }
    if (event == null) {
      event = legToEnd();
    }
    if (event == null) {
      event = callToStart();
    }
    if (event == null) {
      event = runToEnd();
    }
    return event == null ? List.of() : List.of(event);
  }

  private @Nullable Event jobToDecide() {
    for (RunJob job : state.jobs()) {
      var event = job.plan() == null && job.ending() == null ? decide(job) : null;
      if (event != null) {
        return event;
      }
    }
    return null;
  }

  private List<Event> jobsToAdd() {
    int selected = 0;
    for (RunScope scope : state.scopes()) {
      selected += scope.selected().size();
    }
    if (state.jobs().size() == selected) {
      return List.of();
    }
    List<Event> added = new ArrayList<>();
    for (RunScope scope : state.scopes()) {
      for (String id : scope.selected()) {
        if (state.job(scope.key(id)).isEmpty()) {
          var job = scope.job(id);
          var info =
              new Event.JobInfo(
                  scope.key(id),
                  id,
                  scope.plainName(job),
                  scope.caller(),
                  scope.needs(job),
                  job.head().span().line());
          added.add(new Event.JobAdded(info));
        }
      }
    }
    return added;
  }

  /// Conditions of jobs that began to run before somebody cancelled the run: whether they may go
  /// on.
  private @Nullable Event conditionToRepeat() {
    for (RunJob job : state.jobs()) {
      boolean stale = job.decision() == RunJob.Decision.MET && job.plan() != null;
      if (stale
          && !outcomes.isComplete(job)
          && outcomes.cancelReason(state.scope(job.info())) != null) {
        var event = RunConditions.decide(state, job);
        return event instanceof Event.Detail.ConditionDecided decided
            ? decided
            : new Event.Detail.ConditionDecided(job.key(), "", false, true);
      }
    }
    return null;
  }

  private @Nullable Event decide(RunJob job) {
    if (job.cancelReason() != null) {
      return ended(job.key(), Result.CANCELLED);
    }
    return switch (job.decision()) {
      case OPEN -> hasAllNeeds(job) ? RunConditions.decide(state, job) : null;
      case UNMET -> ended(job.key(), Result.SKIPPED);
      case UNMET_AS_CANCELLED -> ended(job.key(), Result.CANCELLED);
      case MET, MET_THOUGH_CANCELLED -> RunPlanner.plan(state, job);
    };
  }

  private boolean hasAllNeeds(RunJob job) {
    for (JobKey need : job.info().needs()) {
      if (state.job(need).filter(outcomes::isComplete).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static Event ended(JobKey key, Result result) {
    return new Event.JobCompleted(key, result, false, Map.of(), null);
  }

  /// Legs that nobody executes, or not yet, are cancelled by recording it; the others are told.
  private @Nullable Event legToCancel() {
    for (var cancelled : cancellations()) {
      if (!isExecuted(cancelled.leg())) {
        return new Event.CancelRequested(cancelled.leg().key(), cancelled.reason());
      }
    }
    return null;
  }

  private boolean isExecuted(Leg leg) {
    return leg.isRunning() && state.definition(leg) instanceof Job.Steps;
  }

  private List<RunAdmission.Displaced> cancellations() {
    List<RunAdmission.Displaced> found = new ArrayList<>();
    for (Leg leg : state.legs()) {
      if (leg.ending() == null && leg.cancelReason() == null) {
        var reason = cancelReason(leg);
        if (reason != null) {
          found.add(new RunAdmission.Displaced(leg, reason));
        }
      }
    }
    found.addAll(admission().displaced());
    return found;
  }

  private RunAdmission admission() {
    if (admission == null) {
      admission = new RunAdmission(state);
    }
    return admission;
  }

  private @Nullable String cancelReason(Leg leg) {
    var job = state.job(leg.job()).orElseThrow();
    var reason = outcomes.cancelReason(state.scope(job.info()));
    if (reason != null
        && !job.isMet()
        && !(leg.isRunning() && state.definition(leg) instanceof Job.Call)) {
      return reason;
    }
    return job.plan() != null && job.plan().failFast() ? failFast.get(job.key()) : null;
  }

  /// Returns why the legs of jobs are to end early, by the key of the job: one of them failed.
  private Map<JobKey, String> failures() {
    Map<JobKey, String> reasons = new HashMap<>();
    for (Leg leg : state.legs()) {
      if (leg.ending() != null && leg.ending().counted() == Result.FAILURE) {
        reasons.putIfAbsent(
            leg.job(), "`" + leg.leg().info().name() + "` failed, and `fail-fast` is on");
      }
    }
    return reasons;
  }

  private @Nullable Event legToEnd() {
    for (Leg leg : state.legs()) {
      if (leg.isQueued() && leg.cancelReason() != null) {
        return ended(leg.key(), Result.CANCELLED);
      }
      if (leg.isQueued() && leg.leg().error() != null) {
        return new Event.JobCompleted(
            leg.key(),
            Result.FAILURE,
            leg.leg().policy().failureAllowed(),
            Map.of(),
            leg.leg().error());
      }
      if (leg.isRunning() && state.definition(leg) instanceof Job.Call) {
        var scope = state.calledBy(leg.key()).orElseThrow();
        var result = outcomes.result(scope);
        if (result.isPresent()) {
          return callEnded(leg, scope, result.get());
        }
      }
    }
    return null;
  }

  private Event callEnded(Leg leg, RunScope scope, Result result) {
    var call = scope.workflow().triggers().call();
    Map<String, String> outputs = new LinkedHashMap<>();
    if (call != null) {
      var values = new RunContexts(state).outputs(scope);
      Contexts contexts = name -> Optional.ofNullable(values.get(name));
      try {
        call.outputs()
            .forEach(
                (name, template) -> {
                  Value value =
                      TemplateEvaluator.value(template, contexts, RunContexts.NO_FUNCTIONS);
                  if (!value.asString().isEmpty()) {
                    outputs.put(name, value.asString());
                  }
                });
      } catch (BerthException e) {
        return new Event.JobCompleted(
            leg.key(), Result.FAILURE, false, outputs, e.errors().getFirst());
      }
    }
    return new Event.JobCompleted(leg.key(), result, false, outputs, null);
  }

  private @Nullable Event callToStart() {
    for (Leg leg : admission().startable()) {
      if (state.definition(leg) instanceof Job.Call) {
        return new Event.JobStarted(leg.key());
      }
    }
    return null;
  }

  private @Nullable Event runToEnd() {
    if (state.progress().ended() < state.legs().size()) {
      return null; // a leg goes on, and to ask every job would cost more the more there are
    }
    for (RunScope scope : state.scopes()) {
      if (scope.caller() == null) {
        return outcomes
            .result(scope)
            .map(result -> result == Result.SKIPPED ? Result.SUCCESS : result)
            .map(Event.RunCompleted::new)
            .orElse(null);
      }
    }
    return null;
  }

  private void addEffects(List<RunAction> actions) {
    var result = state.progress().result();
    if (result != null) {
      actions.add(new Finish(result));
      return;
    }
    for (var cancelled : cancellations()) {
      actions.add(new CancelJob(cancelled.leg().key(), cancelled.reason()));
    }
    for (Leg leg : admission().startable()) {
      if (state.definition(leg) instanceof Job.Steps steps) {
        actions.add(new StartJob(spec(leg, steps)));
      }
    }
  }

  private JobSpec spec(Leg leg, Job.Steps steps) {
    var scope = state.scope(leg.leg().info());
    return new JobSpec(
        leg.leg().info(),
        scope.workflow(),
        steps,
        new RunContexts(state).steps(scope, steps, leg.leg()),
        new RunSecrets(state).of(scope),
        leg.leg().labels(),
        leg.leg().policy().failureAllowed());
  }
}
