// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Contexts;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.model.BerthException;
import io.berth.workflow.Job;
import io.berth.workflow.Template;
import io.berth.workflow.Workflow;
import io.berth.workflow.plan.Plan.Foreseen;
import io.berth.workflow.plan.Plan.PlannedJob;
import io.berth.workflow.plan.Plan.PlannedLeg;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes the plan of a workflow and of those it calls.
final class Planner {

  private static final Functions NO_FUNCTIONS =
      (name, arguments) -> {
        throw new ExpressionException(
            ExpressionException.Kind.EVALUATION,
            "the function `" + name + "` is not known here",
            0);
      };

  /// More than anybody lets workflows call each other.
  private static final int DEEPEST = 100;

  private final Map<String, Workflow> called;
  private final Value github;
  private final Value vars;

  Planner(Map<String, Workflow> called, Value github, Value vars) {
    this.called = called;
    this.github = github;
    this.vars = vars;
  }

  /// What expressions see, and which contexts nobody knows yet.
  private record Sight(Map<String, Value> known, Set<String> unknown) implements Contexts {

    @Override
    public Optional<Value> context(String name) {
      if (unknown.contains(name)) {
        throw new NotYet();
      }
      return Optional.ofNullable(known.get(name));
    }

    Sight with(String name, Value value) {
      Map<String, Value> more = new LinkedHashMap<>(known);
      more.put(name, value);
      return new Sight(more, unknown);
    }
  }

  private static final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotYet() {
      super("", null, false, false);
    }
  }

  List<PlannedJob> jobs(Workflow workflow, Foreseen inputs, int depth) {
    var names = new LegNames(workflow.jobs().keySet());
    List<PlannedJob> planned = new ArrayList<>();
    for (Job job : workflow.jobs().values()) {
      planned.add(job(workflow, job, names, sight(workflow, job, inputs), depth));
    }
    return planned;
  }

  private Sight sight(Workflow workflow, Job job, Foreseen inputs) {
    Map<String, Value> known = new LinkedHashMap<>();
    Set<String> unknown = new HashSet<>(Set.of("secrets", "env"));
    ForgeContext.addTo(known, workflow.dialect(), github);
    known.put("vars", vars);
    known.put("needs", Value.object(Map.of()));
    if (!job.head().needs().isEmpty()) {
      unknown.add("needs");
    }
    if (inputs instanceof Foreseen.Known(var value)) {
      known.put("inputs", value);
    } else {
      unknown.add("inputs");
    }
    return new Sight(known, unknown);
  }

  private PlannedJob job(Workflow workflow, Job job, LegNames names, Sight sight, int depth) {
    List<PlannedLeg> legs = new ArrayList<>();
    var strategy = job.head().strategy();
    var matrix = strategy == null ? null : strategy.matrix();
    var foreseen =
        foresee(
            matrix,
            sight,
            seen -> {
              var set = LegSet.of(strategy, workflow.dialect(), seen, NO_FUNCTIONS);
              for (int i = 0; i < set.size(); i++) {
                var id = names.id(job.head().id(), set.leg(i));
                var inner = sight.with("strategy", set.strategy(i)).with("matrix", set.matrix(i));
                legs.add(leg(workflow, job, id, set.leg(i), inner, depth));
              }
              return Value.NULL;
            });
    return new PlannedJob(
        job.head().id(), foreseen, foreseen instanceof Foreseen.Known ? legs : List.of());
  }

  private PlannedLeg leg(
      Workflow workflow, Job job, String id, @Nullable MatrixLeg leg, Sight sight, int depth) {
    var matrix = leg == null ? Value.NULL : leg.values();
    return switch (job) {
      case Job.Steps steps ->
          new PlannedLeg(
              id,
              matrix,
              foresee(steps.runsOn(), sight, seen -> labels(steps.runsOn(), seen)),
              List.of());
      case Job.Call call ->
          new PlannedLeg(
              id,
              matrix,
              new Foreseen.Known(Value.array(List.of())),
              called(workflow, call, sight, depth));
    };
  }

  private static Value labels(Template runsOn, Contexts seen) {
    var labels = Typed.labels(value(runsOn, seen), runsOn.span());
    return Value.array(labels.stream().map(Value::of).toList());
  }

  private List<PlannedJob> called(Workflow caller, Job.Call call, Sight sight, int depth) {
    var workflow = called.get(CalledWorkflows.key(caller, call.uses().source()));
    var declared = workflow == null ? null : workflow.triggers().call();
    if (workflow == null || declared == null || depth >= DEEPEST) {
      return List.of();
    }
    var inputs =
        foresee(
            call.with(),
            sight,
            seen -> {
              var given = call.with() == null ? Value.NULL : value(call.with(), seen);
              return CallInputs.evaluate(declared, call, given, seen, NO_FUNCTIONS);
            });
    return jobs(workflow, inputs, depth + 1);
  }

  private static Foreseen foresee(
      @Nullable Template source, Sight sight, Function<Contexts, Value> evaluation) {
    try {
      return new Foreseen.Known(evaluation.apply(sight));
    } catch (NotYet e) {
      return new Foreseen.Late(source == null ? "" : SourceTexts.of(source));
    } catch (BerthException e) {
      return new Foreseen.Wrong(e.errors());
    }
  }

  private static Value value(Template template, Contexts contexts) {
    return TemplateEvaluator.value(template, contexts, NO_FUNCTIONS);
  }
}
