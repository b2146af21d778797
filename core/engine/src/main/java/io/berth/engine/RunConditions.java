// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Contexts;
import io.berth.expressions.Evaluation;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Dialect;
import io.berth.workflow.Job;
import io.berth.workflow.plan.TemplateEvaluator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evaluates the `if` of a job.
final class RunConditions implements Contexts, Functions {

  private final RunState state;
  private final RunScope scope;
  private final RunOutcomes outcomes;
  private final RunJob job;
  private final boolean cancelled;
  private @Nullable List<RunJob> ancestors;
  private @Nullable Map<String, Value> contexts;

  private RunConditions(RunState state, RunScope scope, RunJob job) {
    this.state = state;
    this.scope = scope;
    this.outcomes = new RunOutcomes(state);
    this.job = job;
    this.cancelled = outcomes.cancelReason(scope) != null;
  }

  /// Decides whether a job runs whose needs have all ended. A condition that cannot be evaluated
  /// fails the job; if the run was cancelled it keeps it from running.
  static Event decide(RunState state, RunJob job) {
    var scope = state.scope(job.info());
    var condition = scope.job(job.info().id()).head().condition();
    var decision = new RunConditions(state, scope, job);
    boolean met;
    try {
      met = decision.isMet(condition);
    } catch (BerthException e) {
      if (!decision.cancelled) {
        return new Event.JobCompleted(
            job.key(), Result.FAILURE, false, Map.of(), e.errors().getFirst());
      }
      met = false;
    }
    return new Event.Detail.ConditionDecided(
        job.key(), condition.source(), met, decision.cancelled);
  }

  private boolean isMet(Job.Condition condition) {
    try {
      return switch (condition.expression().evaluate(this, this)) {
        case Evaluation.Done(var value) -> value.truthy();
        case Evaluation.Needs(var fact) ->
            throw failure(condition, "`" + fact.kind() + "` cannot be asked before a job runs");
      };
    } catch (ExpressionException e) {
      throw failure(condition, String.valueOf(e.getMessage()));
    }
  }

  private static BerthException failure(Job.Condition condition, String problem) {
    return new BerthException(
        new BerthError(
            ErrorCode.EXPRESSION_FAILED,
            "`if: " + condition.source() + "`: " + problem,
            null,
            condition.span(),
            List.of()));
  }

  @Override
  public Optional<Value> context(String name) {
    if (scope.workflow().dialect() != Dialect.GITHUB) {
      if (name.equals("secrets")) {
        return Optional.of(RunSecrets.value(new RunSecrets(state).of(scope)));
      }
      if (name.equals("env")) {
        return Optional.of(workflowEnv());
      }
    }
    if (contexts == null) {
      contexts = new RunContexts(state).condition(scope, ancestors());
    }
    return Optional.ofNullable(contexts.get(name));
  }

  private List<RunJob> ancestors() {
    if (ancestors == null) {
      ancestors = new RunContexts(state).ancestors(job);
    }
    return ancestors;
  }

  private Value workflowEnv() {
    var env = scope.workflow().settings().env();
    return env == null
        ? Value.object(Map.of())
        : TemplateEvaluator.value(
            env,
            name -> name.equals("env") ? Optional.empty() : context(name),
            RunContexts.NO_FUNCTIONS);
  }

  @Override
  public Evaluation call(String name, List<Value> arguments) {
    return new Evaluation.Done(
        Value.of(
            switch (name) {
              case "always" -> true;
              case "cancelled" -> cancelled;
              case "success" -> !cancelled && succeeded(arguments);
              case "failure" -> failed(arguments);
              default ->
                  throw new ExpressionException(
                      ExpressionException.Kind.EVALUATION,
                      "the function `" + name + "` is not known here",
                      0);
            }));
  }

  private boolean succeeded(List<Value> ids) {
    if (ids.isEmpty()) {
      for (RunJob job : ancestors()) {
        if (!ended(job, Result.SUCCESS)) {
          return false;
        }
      }
      return true;
    }
    for (Value id : ids) {
      if (!ended(id, Result.SUCCESS)) {
        return false;
      }
    }
    return true;
  }

  private boolean failed(List<Value> ids) {
    for (RunJob job : ancestors()) {
      if (ids.isEmpty() && ended(job, Result.FAILURE)) {
        return true;
      }
    }
    for (Value id : ids) {
      if (ended(id, Result.FAILURE)) {
        return true;
      }
    }
    return false;
  }

  private boolean ended(Value id, Result wanted) {
    for (RunJob job : ancestors()) {
      if (is(job, id) && ended(job, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(RunJob job, Value id) {
    return job.info().id().equalsIgnoreCase(id.asString());
  }

  private boolean ended(RunJob job, Result wanted) {
    return outcomes.result(job).orElse(null) == wanted;
  }
}
