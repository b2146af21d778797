// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Contexts;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Job;
import io.berth.workflow.Template;
import io.berth.workflow.Workflow;
import io.berth.workflow.plan.CallInputs;
import io.berth.workflow.plan.CalledWorkflows;
import io.berth.workflow.plan.LegNames;
import io.berth.workflow.plan.MatrixLeg;
import io.berth.workflow.plan.TemplateEvaluator;
import io.berth.workflow.plan.Typed;
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

  RunLegs(RunState state, RunScope scope, Job job, Contexts contexts) {
    this.state = state;
    this.scope = scope;
    this.job = job;
    this.contexts = contexts;
  }

  /// Returns the group that the whole run holds by the `concurrency` of its workflow, if any. One
  /// that cannot be evaluated keeps nobody from running: no other run is there to be kept out.
  static List<JobLeg.Claim> ofRun(RunState state) {
    List<JobLeg.Claim> claims = new ArrayList<>();
    var scope = RunScope.root(state.inputs());
    var job = scope.job(scope.selected().iterator().next());
    var base = new RunContexts(state).base(scope);
    var legs = new RunLegs(state, scope, job, name -> Optional.ofNullable(base.get(name)));
    try {
      legs.addClaim(claims, scope.workflow().settings().concurrency(), legs.contexts);
    } catch (BerthException e) {
      return List.of();
    }
    return claims;
  }

  /// Returns how a leg is shown; by its id if its `name` cannot be evaluated.
  String name(@Nullable MatrixLeg leg) {
    try {
      return LegNames.shown(job.head(), leg, contexts, RunContexts.NO_FUNCTIONS);
    } catch (BerthException e) {
      fail(e.errors().getFirst());
      return leg == null ? job.head().id() : leg.displayName(job.head().id());
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
          labels = Typed.labels(value(steps.runsOn(), contexts), steps.runsOn().span());
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
        && Typed.truth(value(template, contexts), scope.workflow().dialect(), template.span());
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
        cancel != null
            && Typed.truth(value(cancel, seen), scope.workflow().dialect(), cancel.span());
    var queue = concurrency.queue();
    if (!group.isEmpty()) {
      claims.add(new JobLeg.Claim(group, cancels, queue != null && isMax(queue, seen)));
    }
  }

  private static boolean isMax(Template queue, Contexts seen) {
    return value(queue, seen).asString().equals("max");
  }

  private Value call(Job.Call call, List<JobLeg.Claim> claims) {
    var uses = call.uses();
    var called = state.inputs().called().get(CalledWorkflows.key(scope.workflow(), uses.source()));
    if (called == null) {
      throw new BerthException(
          new BerthError(
              ErrorCode.WORKFLOW_NOT_FOUND,
              "`" + uses.source() + "` was not read",
              "Run it where its repository can be reached.",
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
}
