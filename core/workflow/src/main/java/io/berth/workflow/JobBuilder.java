// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Expression;
import io.berth.expressions.Names;
import io.berth.model.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the model of one job.
final class JobBuilder {

  private static final String SUCCESS = "success()";
  private static final Names STATUS =
      new Names(Set.of(), Map.of("success", new Names.Arity(0, 255)));

  private JobBuilder() {}

  static Job build(String id, Template.Entry entry) {
    Members job = Members.of(entry.value());
    Job.Head head = head(id, job, entry.key().span());
    if (job.get("uses") instanceof Template.Literal uses) {
      return new Job.Call(
          head, uses, job.get("with"), secrets(job.get("secrets")), job.get("permissions"));
    }
    Template runsOn = job.get("runs-on");
    if (runsOn == null) {
      throw new IllegalStateException("a job without `runs-on` is refused before");
    }
    return new Job.Steps(
        head,
        runsOn,
        new Job.Layers(job.get("container"), job.get("services")),
        new Job.Limits(
            job.get("timeout-minutes"),
            job.get("cancel-timeout-minutes"),
            job.get("continue-on-error")),
        new Job.Settings(
            job.get("env"),
            WorkflowBuilder.defaults(job),
            job.get("environment"),
            job.get("permissions")),
        outputs(job.in("outputs")),
        StepBuilder.all(job.get("steps")));
  }

  private static Job.Head head(String id, Members job, SourceSpan span) {
    List<String> needs = new ArrayList<>();
    for (Template.Literal need : job.literals("needs")) {
      needs.add(need.value().asString());
    }
    return new Job.Head(
        id,
        job.get("name"),
        needs,
        condition(job.get("if"), span),
        strategy(job),
        WorkflowBuilder.concurrency(job.get("concurrency")),
        span);
  }

  /// Returns the condition of a job or step, `success()` if it has none.
  static Job.Condition condition(@Nullable Template template, SourceSpan owner) {
    if (template instanceof Template.Computed computed) {
      return new Job.Condition(computed.expression(), computed.source(), computed.span());
    }
    return new Job.Condition(Expression.parse(SUCCESS, STATUS), SUCCESS, owner);
  }

  private static Job.@Nullable Strategy strategy(Members job) {
    if (!job.has("strategy")) {
      return null;
    }
    Members strategy = job.in("strategy");
    return new Job.Strategy(
        strategy.get("matrix"), strategy.get("fail-fast"), strategy.get("max-parallel"));
  }

  private static Map<String, Template> outputs(Members outputs) {
    Map<String, Template> values = new LinkedHashMap<>();
    outputs.entries().forEach((name, entry) -> values.put(name, entry.value()));
    return values;
  }

  private static Job.@Nullable Secrets secrets(@Nullable Template secrets) {
    if (secrets == null) {
      return null;
    }
    return secrets instanceof Template.Literal
        ? new Job.Secrets(true, null)
        : new Job.Secrets(false, secrets);
  }
}
