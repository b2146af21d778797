// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.ExpressionException;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.workflow.Job;
import io.berth.workflow.plan.ForgeContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The contexts that expressions about jobs see.
///
/// @param state the run
record RunContexts(RunState state) {

  /// What may be called where only the built-in functions may.
  static final Functions NO_FUNCTIONS =
      (name, arguments) -> {
        throw new ExpressionException(
            ExpressionException.Kind.EVALUATION,
            "the function `" + name + "` is not known here",
            0);
      };

  /// Returns `github`, also under the names of the dialect, `inputs` and `vars`.
  Map<String, Value> base(RunScope scope) {
    Map<String, Value> contexts = new LinkedHashMap<>();
    ForgeContext.addTo(contexts, scope.workflow().dialect(), state.inputs().values().github());
    contexts.put("inputs", scope.inputs());
    contexts.put("vars", state.inputs().values().vars());
    return contexts;
  }

  /// Returns what the `if` of a job sees. Its `needs` holds what is needed indirectly, too, and
  /// other dialects than GitHub's let it see secrets.
  ///
  /// @param ancestors the jobs that it waits for, as [#ancestors] gives them
  Map<String, Value> condition(RunScope scope, List<RunJob> ancestors) {
    var contexts = base(scope);
    List<JobKey> needs = new ArrayList<>();
    for (RunJob ancestor : ancestors) {
      needs.add(ancestor.key());
    }
    contexts.put("needs", needs(needs));
    return contexts;
  }

  /// Returns what everything else about a job sees before its matrix is known.
  Map<String, Value> job(RunScope scope, Job job) {
    var contexts = base(scope);
    contexts.put("needs", needs(scope.needs(job)));
    return contexts;
  }

  /// Returns what a leg sees.
  Map<String, Value> leg(RunScope scope, Job job, Value strategy, Value matrix) {
    var contexts = job(scope, job);
    contexts.put("strategy", strategy);
    contexts.put("matrix", matrix);
    return contexts;
  }

  /// Returns what the steps of a leg see: [#leg], and which job it is in `github`.
  Map<String, Value> steps(RunScope scope, Job job, JobLeg leg) {
    var contexts = leg(scope, job, leg.strategy(), leg.matrix());
    Map<String, Value> github = new LinkedHashMap<>(state.inputs().values().github().members());
    github.put("job", Value.of(job.head().id()));
    ForgeContext.addTo(contexts, scope.workflow().dialect(), Value.object(github));
    return contexts;
  }

  /// Returns what the outputs of a called workflow see.
  Map<String, Value> outputs(RunScope scope) {
    var contexts = base(scope);
    Map<String, Value> jobs = new LinkedHashMap<>();
    for (RunJob job : new RunOutcomes(state).jobs(scope)) {
      jobs.put(job.info().id(), outcome(job));
    }
    contexts.put("jobs", Value.object(jobs));
    return contexts;
  }

  /// Returns all jobs that a job waits for, directly or not, those first that are nearer.
  List<RunJob> ancestors(RunJob job) {
    List<RunJob> found = new ArrayList<>();
    Set<JobKey> seen = new HashSet<>();
    for (int next = -1; next < found.size(); next++) {
      var needs = next < 0 ? job.info().needs() : found.get(next).info().needs();
      for (JobKey need : needs) {
        if (seen.add(need)) {
          state.job(need).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private Value needs(Collection<JobKey> keys) {
    Map<String, Value> needs = new LinkedHashMap<>();
    for (JobKey key : keys) {
      state.job(key).ifPresent(job -> needs.put(job.info().id(), outcome(job)));
    }
    return Value.object(needs);
  }

  private Value outcome(RunJob job) {
    var outcomes = new RunOutcomes(state);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outcomes.outputs(job).forEach((name, value) -> outputs.put(name, Value.of(value)));
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("result", outcomes.result(job).map(r -> Value.of(r.word())).orElse(Value.NULL));
    members.put("outputs", Value.object(outputs));
    return Value.object(members);
  }
}
