// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Contexts;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Job;
import io.berth.workflow.plan.LegNames;
import io.berth.workflow.plan.LegSet;
import io.berth.workflow.plan.MatrixLeg;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the legs of a job whose condition was met.
final class RunPlanner {

  private final RunState state;
  private final RunJob job;
  private final RunScope scope;
  private final Job definition;

  private RunPlanner(RunState state, RunJob job) {
    this.state = state;
    this.job = job;
    this.scope = state.scope(job.info());
    this.definition = scope.job(job.info().id());
  }

  /// Returns the plan of a job, or its end if its `strategy` cannot be evaluated or no leg of it
  /// was asked for.
  static Event plan(RunState state, RunJob job) {
    try {
      return new RunPlanner(state, job).plan();
    } catch (BerthException e) {
      return new Event.JobCompleted(
          job.key(), Result.FAILURE, false, Map.of(), e.errors().getFirst());
    }
  }

  private Event plan() {
    var contexts = new RunContexts(state).job(scope, definition);
    var set =
        LegSet.of(
            definition.head().strategy(),
            scope.workflow().dialect(),
            name -> Optional.ofNullable(contexts.get(name)),
            RunContexts.NO_FUNCTIONS);
    boolean alone = set.size() == 1 && set.leg(0) == null;
    var names = alone ? new LegNames(List.of()) : names();
    List<JobLeg> legs = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      if (isWanted(set.leg(i))) {
        legs.add(leg(set, i, names.id(job.info().id(), set.leg(i))));
      }
    }
    if (!legs.isEmpty()) {
      return new Event.JobPlanned(job.key(), legs, set.failFast(), set.maxParallel());
    }
    return new Event.JobCompleted(
        job.key(), Result.SKIPPED, false, Map.of(), set.size() == 0 ? null : unwanted(set));
  }

  private LegNames names() {
    List<String> ids = new ArrayList<>(scope.workflow().jobs().keySet());
    int prefix = job.key().value().length() - job.info().id().length();
    for (RunJob.Leg leg : state.legs()) {
      if (scope.equals(state.scope(leg.leg().info()))) {
        ids.add(leg.key().value().substring(prefix));
      }
    }
    return new LegNames(ids);
  }

  private JobLeg leg(LegSet set, int index, String id) {
    var values =
        new RunContexts(state).leg(scope, definition, set.strategy(index), set.matrix(index));
    Contexts contexts = name -> Optional.ofNullable(values.get(name));
    var legs = new RunLegs(state, scope, definition, contexts);
    var placeholder = job.info();
    var info =
        new Event.JobInfo(
            scope.key(id),
            placeholder.id(),
            scope.shown(legs.name(set.leg(index))),
            placeholder.caller(),
            placeholder.needs(),
            placeholder.line());
    return legs.leg(info, set.matrix(index), set.strategy(index));
  }

  private boolean isWanted(@Nullable MatrixLeg leg) {
    if (leg == null) {
      return true;
    }
    for (Map.Entry<String, List<String>> wanted : state.inputs().selection().matrix().entrySet()) {
      Optional<Value> value = leg.values().member(wanted.getKey());
      if (value.isPresent() && !wanted.getValue().contains(value.get().asString())) {
        return false;
      }
    }
    return true;
  }

  /// Returns what could have been asked for, of the keys that were.
  private Set<String> there(LegSet set) {
    Set<String> there = new LinkedHashSet<>();
    for (String key : state.inputs().selection().matrix().keySet()) {
      for (int i = 0; i < set.size(); i++) {
        if (set.matrix(i) instanceof Value.ObjectValue object) {
          object.member(key).ifPresent(value -> there.add(key + ":" + value.asString()));
        }
      }
    }
    return there;
  }

  private BerthError unwanted(LegSet set) {
    List<String> asked = new ArrayList<>();
    state
        .inputs()
        .selection()
        .matrix()
        .forEach((key, values) -> values.forEach(value -> asked.add(key + ":" + value)));
    return new BerthError(
        ErrorCode.USAGE,
        "no leg of job `" + job.info().id() + "` has " + String.join(", ", asked),
        "use one of " + String.join(", ", there(set)),
        definition.head().span(),
        List.of());
  }
}
