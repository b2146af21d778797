// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Contexts;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Dialect;
import io.berth.workflow.Job;
import io.berth.workflow.Template;
import io.berth.workflow.Workflow;
import io.berth.workflow.plan.CallInputs;
import io.berth.workflow.plan.CalledWorkflows;
import io.berth.workflow.plan.TemplateEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evaluates what belongs to one leg. What is wrong is kept, so that the leg alone fails.
final class RunLegs {

  private static final int MAX_GROUP_LENGTH = 400;

  private final RunState state;
  private final RunScope scope;
  private final Job job;
  private final Contexts contexts;
  private @Nullable BerthError error;

  RunLegs(RunState state, RunScope scope, Job job, Map<String, Value> values) {
    this.state = state;
    this.scope = scope;
    this.job = job;
    this.contexts = name -> Optional.ofNullable(values.get(name));
  }

  /// Returns the group that the whole run holds by the `concurrency` of its workflow, if any. One
  /// that cannot be evaluated keeps nobody from running: no other run is there to be kept out.
  static List<JobLeg.Claim> ofRun(RunState state) {
    List<JobLeg.Claim> claims = new ArrayList<>();
    var scope = RunScope.root(state.inputs());
    var job = scope.job(scope.selected().iterator().next());
    var legs = new RunLegs(state, scope, job, new RunContexts(state).base(scope));
    try {
      legs.addClaim(claims, scope.workflow().settings().concurrency(), legs.contexts);
    } catch (BerthException e) {
      return List.of();
    }
    return claims;
  }

  /// Returns the text of a template, or an empty one if it cannot be evaluated.
  String text(Template template, Contexts seen) {
    try {
      return TemplateEvaluator.value(template, seen, RunContexts.NO_FUNCTIONS).asString();
    } catch (BerthException e) {
      fail(e.errors().getFirst());
      return "";
    }
  }

  /// Returns the leg with everything about it evaluated.
  JobLeg leg(Event.JobInfo info, Value matrix, Value strategy) {
    List<JobLeg.Claim> claims = new ArrayList<>();
    List<String> labels = List.of();
    boolean failureAllowed = false;
    Value inputs = Value.NULL;
    try {
      addClaim(claims, job.head().concurrency(), contexts);
      switch (job) {
        case Job.Steps steps -> {
          labels = labels(steps.runsOn());
          failureAllowed = failureAllowed(steps.limits().continueOnError());
        }
        case Job.Call call -> inputs = call(call, claims);
      }
    } catch (BerthException e) {
      fail(e.errors().getFirst());
    }
    var policy = new JobLeg.Policy(failureAllowed, claims);
    var leg = new JobLeg(info, matrix, strategy, labels, policy, inputs, error);
    return job instanceof Job.Call call ? withSecretsChecked(call, leg) : leg;
  }

  private JobLeg withSecretsChecked(Job.Call call, JobLeg leg) {
    if (leg.error() != null) {
      return leg;
    }
    try {
      new RunSecrets(state).passed(scope, call, leg);
      return leg;
    } catch (BerthException e) {
      return new JobLeg(
          leg.info(),
          leg.matrix(),
          leg.strategy(),
          leg.labels(),
          leg.policy(),
          leg.inputs(),
          e.errors().getFirst());
    }
  }

  private boolean failureAllowed(@Nullable Template template) {
    return template != null
        && truth(scope.workflow().dialect(), template.span(), value(template, contexts));
  }

  private List<String> labels(Template runsOn) {
    var value = value(runsOn, contexts);
    if (value instanceof Value.ObjectValue object) {
      value = object.member("labels").orElse(Value.NULL);
    } else if (value.asString().isEmpty()) {
      throw unexpected(runsOn.span(), value, "Name at least one label.");
    }
    return switch (value) {
      case Value.NullValue() -> List.of();
      case Value.ArrayValue(var items) -> {
        List<String> labels = new ArrayList<>();
        for (Value item : items) {
          labels.add(item.asString());
        }
        yield labels;
      }
      case Value.StringValue(var text) -> List.of(text);
      case Value.NumberValue number -> List.of(number.asString());
      case Value.BooleanValue truth -> List.of(truth.asString());
      case Value.ObjectValue object ->
          throw unexpected(runsOn.span(), object, "Give the labels as a list.");
    };
  }

  private void addClaim(
      List<JobLeg.Claim> claims, Workflow.@Nullable Concurrency concurrency, Contexts seen) {
    if (concurrency == null) {
      return;
    }
    var group = value(concurrency.group(), seen).asString();
    if (group.length() >= MAX_GROUP_LENGTH) {
      throw new BerthException(
          new BerthError(
              ErrorCode.LIMIT_EXCEEDED,
              "a concurrency group has " + group.length() + " characters",
              "Use fewer than " + MAX_GROUP_LENGTH + ".",
              concurrency.group().span(),
              List.of()));
    }
    var cancel = concurrency.cancelInProgress();
    boolean cancels =
        cancel != null && truth(scope.workflow().dialect(), cancel.span(), value(cancel, seen));
    if (!group.isEmpty()) {
      claims.add(new JobLeg.Claim(group, cancels));
    }
  }

  private Value call(Job.Call call, List<JobLeg.Claim> claims) {
    var uses = call.uses();
    var called = state.inputs().called().get(uses.source());
    if (called == null) {
      throw new BerthException(
          new BerthError(
              ErrorCode.WORKFLOW_NOT_FOUND,
              CalledWorkflows.isLocal(uses.source())
                  ? "`" + uses.source() + "` was not read"
                  : "`"
                      + uses.source()
                      + "` is a workflow of another repository, and only those"
                      + " of the same one can be called so far",
              "Call a copy of it in this repository: `uses: ./path/to/workflow.yml`.",
              uses.span(),
              List.of()));
    }
    var declared = called.triggers().call();
    if (declared == null) {
      throw new BerthException(
          new BerthError(
              ErrorCode.WORKFLOW_INVALID,
              "`" + uses.source() + "` has no trigger `workflow_call`",
              "Add `workflow_call` to its `on`.",
              uses.span(),
              List.of()));
    }
    var given = call.with() == null ? Value.NULL : value(call.with(), contexts);
    var base = new RunContexts(state).base(scope);
    Contexts defaults = name -> Optional.ofNullable(base.get(name));
    var inputs = CallInputs.evaluate(declared, call, given, defaults, RunContexts.NO_FUNCTIONS);
    Map<String, Value> inner = new LinkedHashMap<>(base);
    inner.put("inputs", inputs);
    addClaim(claims, called.settings().concurrency(), name -> Optional.ofNullable(inner.get(name)));
    return inputs;
  }

  private static Value value(Template template, Contexts contexts) {
    return TemplateEvaluator.value(template, contexts, RunContexts.NO_FUNCTIONS);
  }

  private void fail(BerthError found) {
    if (error == null) {
      error = found;
    }
  }

  /// Returns a truth value where one is wanted. GitHub takes nothing else; the others read texts.
  static boolean truth(Dialect dialect, SourceSpan place, Value value) {
    if (value instanceof Value.BooleanValue(var truth)) {
      return truth;
    }
    if (dialect != Dialect.GITHUB) {
      switch (value.asString()) {
        case "true" -> {
          return true;
        }
        case "false", "" -> {
          return false;
        }
        default -> {}
      }
    }
    throw unexpected(place, value, "Give `true` or `false`, or an expression that yields one.");
  }

  static BerthException unexpected(SourceSpan place, Value value, String remedy) {
    return new BerthException(
        new BerthError(
            ErrorCode.EXPRESSION_FAILED,
            "Unexpected value '" + value.asString() + "'",
            remedy,
            place,
            List.of()));
  }
}
