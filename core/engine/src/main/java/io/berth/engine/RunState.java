// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.engine.RunJob.Ending;
import io.berth.engine.RunJob.Leg;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Job;
import io.berth.workflow.plan.CalledWorkflows;
import io.berth.workflow.plan.JobGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of a run: which jobs there are, how they stand, and what follows from it. It never
/// changes; an event makes another one. [#apply] evaluates nothing: what was decided, and the
/// values that were computed for it, is all in the events.
public final class RunState {

  private static final String ROOT = "";

  private final RunInputs inputs;
  private final Map<String, RunScope> scopes;
  private final JobTable<RunJob> jobs;
  private final JobTable<Leg> legs;
  private final Progress progress;
  private volatile @Nullable List<RunAction> next;

  private RunState(
      RunInputs inputs,
      Map<String, RunScope> scopes,
      JobTable<RunJob> jobs,
      JobTable<Leg> legs,
      Progress progress) {
    this.inputs = inputs;
    this.scopes = scopes;
    this.jobs = jobs;
    this.legs = legs;
    this.progress = progress;
  }

  /// How far the run as a whole is.
  ///
  /// @param started whether its first event was recorded
  /// @param cancelReason why it was cancelled, or `null`
  /// @param ended how many jobs and legs have ended
  /// @param result how it ended, or `null`
  record Progress(
      boolean started, @Nullable String cancelReason, int ended, @Nullable Result result) {}

  /// Returns the state before the first event.
  ///
  /// @throws BerthException B2000: every job that was asked for and does not exist
  public static RunState of(RunInputs inputs) {
    refuseUnknownJobs(inputs);
    Map<String, RunScope> scopes = new LinkedHashMap<>();
    scopes.put(ROOT, RunScope.root(inputs));
    var progress = new Progress(false, null, 0, null);
    return new RunState(inputs, scopes, JobTable.empty(), JobTable.empty(), progress);
  }

  private static void refuseUnknownJobs(RunInputs inputs) {
    var graph = JobGraph.of(inputs.workflow().jobs().values());
    List<BerthError> errors = new ArrayList<>();
    for (String id : inputs.selection().jobs()) {
      if (graph.id(id).isEmpty()) {
        errors.add(
            new BerthError(
                ErrorCode.USAGE,
                "`" + inputs.workflow().file() + "` has no job `" + id + "`",
                "Its jobs are " + String.join(", ", graph.ids()) + ".",
                null,
                graph.similar(id)));
      }
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
  }

  /// Returns the state after an event. Events that are about steps change nothing.
  public RunState apply(Event event) {
    return switch (event) {
      case Event.RunStarted started ->
          with(new Progress(true, progress.cancelReason(), progress.ended(), progress.result()));
      case Event.JobAdded(var info) ->
          with(new RunJob(info, RunJob.Decision.OPEN, null, null, null));
      case Event.Detail.ConditionDecided(var key, _, var met, var cancelled) ->
          job(key).map(job -> with(job.decided(RunJob.Decision.of(met, cancelled)))).orElse(this);
      case Event.JobPlanned planned -> applyPlan(planned);
      case Event.JobStarted(var key) -> leg(key).map(this::applyStart).orElse(this);
      case Event.JobCompleted completed -> applyEnd(completed);
      case Event.CancelRequested(var key, var reason) -> applyCancel(key, reason);
      case Event.RunCompleted(var result) ->
          with(new Progress(progress.started(), progress.cancelReason(), progress.ended(), result));
      case Event.StepAdded step -> this;
      case Event.StepStarted step -> this;
      case Event.Annotated step -> this;
      case Event.StepCompleted step -> this;
      case Event.Noticed notice -> this;
      case Event.Detail detail -> this;
    };
  }

  /// Returns what has to be done now, in order; empty while there is nothing to do but wait.
  public List<RunAction> next() {
    var known = next;
    if (known == null) {
      known = RunDecisions.actions(this);
      next = known;
    }
    return known;
  }

  /// Returns what the run was made from.
  public RunInputs inputs() {
    return inputs;
  }

  /// Returns how the run ended, or empty while it goes on.
  public Optional<Result> result() {
    return Optional.ofNullable(progress.result());
  }

  private RunState applyPlan(Event.JobPlanned planned) {
    var job = jobs.get(planned.job());
    if (job == null) {
      return this;
    }
    Map<JobKey, Leg> added = new LinkedHashMap<>();
    for (JobLeg leg : planned.legs()) {
      added.put(leg.info().key(), new Leg(leg, job.key(), false, null, null));
    }
    List<JobKey> keys = List.copyOf(added.keySet());
    var plan = new RunJob.Plan(keys, planned.failFast(), planned.maxParallel());
    return with(job.planned(plan)).withLegs(legs.with(added));
  }

  private RunState applyStart(Leg leg) {
    var begun = with(leg.begun());
    if (!(definition(leg) instanceof Job.Call call)) {
      return begun;
    }
    var caller = scope(leg.leg().info()).workflow();
    var workflow = inputs.called().get(CalledWorkflows.key(caller, call.uses().source()));
    if (workflow == null) {
      throw new IllegalStateException("nobody read " + call.uses().source());
    }
    Map<String, RunScope> more = new LinkedHashMap<>(scopes);
    more.put(leg.key().value(), RunScope.called(leg.leg(), workflow));
    return new RunState(inputs, more, begun.jobs, begun.legs, progress);
  }

  private RunState applyEnd(Event.JobCompleted completed) {
    var ending =
        new Ending(
            completed.result(), completed.failureAllowed(), completed.outputs(), progress.ended());
    var ended =
        new Progress(
            progress.started(), progress.cancelReason(), progress.ended() + 1, progress.result());
    var leg = legs.get(completed.job());
    if (leg != null) {
      return with(leg.ended(ending)).with(ended);
    }
    return job(completed.job()).map(job -> with(job.ended(ending)).with(ended)).orElse(this);
  }

  private RunState applyCancel(@Nullable JobKey key, String reason) {
    if (key == null) {
      var kept = progress.cancelReason() == null ? reason : progress.cancelReason();
      return with(new Progress(progress.started(), kept, progress.ended(), progress.result()));
    }
    var leg = legs.get(key);
    if (leg != null) {
      return with(leg.cancelled(reason));
    }
    return job(key).map(job -> with(job.cancelled(reason))).orElse(this);
  }

  Progress progress() {
    return progress;
  }

  Collection<RunScope> scopes() {
    return scopes.values();
  }

  Collection<RunJob> jobs() {
    return jobs.values();
  }

  Collection<Leg> legs() {
    return legs.values();
  }

  Optional<RunJob> job(JobKey key) {
    return Optional.ofNullable(jobs.get(key));
  }

  Optional<Leg> leg(JobKey key) {
    return Optional.ofNullable(legs.get(key));
  }

  /// Returns the legs of a job, none while it has no plan.
  List<Leg> legs(RunJob job) {
    List<Leg> found = new ArrayList<>();
    if (job.plan() != null) {
      for (JobKey key : job.plan().legs()) {
        leg(key).ifPresent(found::add);
      }
    }
    return found;
  }

  /// Returns the scope in which a job stands.
  RunScope scope(Event.JobInfo info) {
    var caller = info.caller();
    var scope = scopes.get(caller == null ? ROOT : caller.value());
    if (scope == null) {
      throw new IllegalStateException("nothing called " + info.key());
    }
    return scope;
  }

  /// Returns the scope that a leg called, or empty if it called none yet.
  Optional<RunScope> calledBy(JobKey leg) {
    return Optional.ofNullable(scopes.get(leg.value()));
  }

  /// Returns what the file says about the job of a leg.
  Job definition(Leg leg) {
    return scope(leg.leg().info()).job(leg.leg().info().id());
  }

  private RunState with(RunJob job) {
    return new RunState(inputs, scopes, jobs.with(job.key(), job), legs, progress);
  }

  private RunState with(Leg leg) {
    return withLegs(legs.with(leg.key(), leg));
  }

  private RunState withLegs(JobTable<Leg> changed) {
    return new RunState(inputs, scopes, jobs, changed, progress);
  }

  private RunState with(Progress changed) {
    return new RunState(inputs, scopes, jobs, legs, changed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RunState that
        && inputs.equals(that.inputs)
        && scopes.equals(that.scopes)
        && jobs.equals(that.jobs)
        && legs.equals(that.legs)
        && progress.equals(that.progress);
  }

  @Override
  public int hashCode() {
    return Objects.hash(jobs, legs, progress);
  }

  @Override
  public String toString() {
    return "RunState[" + progress + ", " + jobs.values() + ", " + legs.values() + "]";
  }
}
