// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.engine.RunContexts.Tracked;
import io.berth.expressions.Contexts;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Dialect;
import io.berth.workflow.Job;
import io.berth.workflow.Template;
import io.berth.workflow.plan.Matrix;
import io.berth.workflow.plan.MatrixLeg;
import io.berth.workflow.plan.TemplateEvaluator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
  private final Set<String> takenKeys = new HashSet<>();

  private RunPlanner(RunState state, RunJob job) {
    this.state = state;
    this.job = job;
    this.scope = state.scope(job.info());
    this.definition = scope.job(job.info().id());
    for (String id : scope.workflow().jobs().keySet()) {
      if (!id.equals(job.info().id())) {
        takenKeys.add(lookupName(scope.key(id)));
      }
    }
    for (RunJob.Leg leg : state.legs()) {
      takenKeys.add(lookupName(leg.key()));
    }
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
    var strategy = definition.head().strategy();
    if (strategy == null) {
      var values = strategyContext(true, 0, 1, 1);
      return new Event.JobPlanned(
          job.key(), List.of(leg(job.key(), Value.NULL, values, null)), true, 0);
    }
    var contexts = lookup(new RunContexts(state).job(scope, definition));
    boolean failFast =
        strategy.failFast() == null
            || truth(strategy.failFast(), value(strategy.failFast(), contexts));
    int maxParallel = maxParallel(strategy.maxParallel(), contexts);
    if (strategy.matrix() == null) {
      var values = strategyContext(failFast, 0, 1, maxParallel == 0 ? 1 : maxParallel);
      return new Event.JobPlanned(
          job.key(), List.of(leg(job.key(), Value.NULL, values, null)), failFast, maxParallel);
    }
    var combinations = Matrix.expand(strategy.matrix(), value(strategy.matrix(), contexts));
    List<JobLeg> legs = new ArrayList<>();
    for (int i = 0; i < combinations.size(); i++) {
      var combination = combinations.get(i);
      if (isWanted(combination.values())) {
        int parallel = maxParallel == 0 ? combinations.size() : maxParallel;
        var values = strategyContext(failFast, i, combinations.size(), parallel);
        legs.add(leg(key(combination), combination.values(), values, combination));
      }
    }
    return legs.isEmpty()
        ? new Event.JobCompleted(job.key(), Result.SKIPPED, false, Map.of(), unwanted())
        : new Event.JobPlanned(job.key(), legs, failFast, maxParallel);
  }

  private JobLeg leg(JobKey key, Value matrix, Value strategy, @Nullable MatrixLeg combination) {
    var contexts = new RunContexts(state).leg(scope, definition, strategy, matrix);
    var legDecisions = new RunLegs(state, scope, definition, contexts);
    var name = name(contexts, combination, legDecisions);
    var info =
        new Event.JobInfo(
            key, job.info().id(), name, job.info().caller(), job.info().needs(), job.info().line());
    return legDecisions.leg(info, matrix, strategy);
  }

  private String name(
      Map<String, Value> contexts, @Nullable MatrixLeg combination, RunLegs decisions) {
    var tracked = new Tracked(contexts);
    var given = definition.head().name();
    var own = given == null ? "" : decisions.text(given, tracked);
    if (own.isEmpty()) {
      own = definition.head().id();
    }
    boolean tellsLegsApart = tracked.used("matrix") || tracked.used("strategy");
    return scope.shown(combination == null || tellsLegsApart ? own : combination.displayName(own));
  }

  private JobKey key(MatrixLeg combination) {
    var base = scope.key(combination.id(definition.head().id()));
    var key = base;
    for (int i = 2; !takenKeys.add(lookupName(key)); i++) {
      key = new JobKey(base + "_" + i);
    }
    return key;
  }

  private static String lookupName(JobKey key) {
    return key.value().toUpperCase(Locale.ROOT);
  }

  private boolean isWanted(Value.ObjectValue combination) {
    for (Map.Entry<String, List<String>> wanted : state.inputs().selection().matrix().entrySet()) {
      var value = combination.member(wanted.getKey());
      if (value.isPresent() && !wanted.getValue().contains(value.get().asString())) {
        return false;
      }
    }
    return true;
  }

  private BerthError unwanted() {
    List<String> asked = new ArrayList<>();
    state
        .inputs()
        .selection()
        .matrix()
        .forEach((key, values) -> values.forEach(value -> asked.add(key + ":" + value)));
    return new BerthError(
        ErrorCode.USAGE,
        "no leg of job `" + job.info().id() + "` has " + String.join(", ", asked),
        "See its legs with `berth plan`.",
        definition.head().span(),
        List.of());
  }

  private int maxParallel(@Nullable Template template, Contexts contexts) {
    if (template == null) {
      return 0;
    }
    var value = value(template, contexts);
    double number = value.asNumber();
    boolean typed =
        value instanceof Value.NumberValue
            || (value instanceof Value.StringValue && scope.workflow().dialect() != Dialect.GITHUB);
    if (!typed || !(number >= 0) || number != Math.rint(number) || number > Integer.MAX_VALUE) {
      throw RunLegs.unexpected(template.span(), value, "Give a whole number from 1.");
    }
    return (int) number;
  }

  private boolean truth(Template template, Value value) {
    return RunLegs.truth(scope.workflow().dialect(), template.span(), value);
  }

  private static Value value(Template template, Contexts contexts) {
    return TemplateEvaluator.value(template, contexts, RunContexts.NO_FUNCTIONS);
  }

  private static Contexts lookup(Map<String, Value> contexts) {
    return name -> Optional.ofNullable(contexts.get(name));
  }

  private static Value strategyContext(boolean failFast, int index, int total, int maxParallel) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("fail-fast", Value.of(failFast));
    members.put("job-index", Value.of(index));
    members.put("job-total", Value.of(total));
    members.put("max-parallel", Value.of(maxParallel));
    return Value.object(members);
  }
}
