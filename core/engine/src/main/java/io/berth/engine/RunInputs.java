// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Value;
import io.berth.workflow.Workflow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All that a run is made from and that comes from outside.
///
/// @param id the id of the run, unique among the runs of this machine
/// @param workflow the workflow that runs
/// @param called the workflows that it calls, directly or not, by
///     [io.berth.workflow.plan.CalledWorkflows#key]
/// @param values the contexts that every job sees
/// @param selection which of its jobs run
public record RunInputs(
    String id,
    Workflow workflow,
    Map<String, Workflow> called,
    Values values,
    Selection selection) {

  public RunInputs {
    called = Collections.unmodifiableMap(new LinkedHashMap<>(called));
  }

  /// The contexts that every job sees.
  ///
  /// @param github the `github` context, with `event`; `github.job` is added for each job
  /// @param inputs the `inputs` context: an object, typed
  /// @param vars the `vars` context
  /// @param secrets the `secrets` context
  public record Values(
      Value.ObjectValue github, Value inputs, Value.ObjectValue vars, Secrets secrets) {

    /// Prints no value: the `github` context holds a token.
    @Override
    public String toString() {
      return "Values[" + github.members().size() + " in github]";
    }
  }

  /// Which jobs of the workflow run.
  ///
  /// @param jobs the ids of the jobs that were asked for: they and those they need, directly or
  ///     not, run; if empty all do
  /// @param matrix the legs that were asked for: a leg that has one of these keys runs only if its
  ///     value, as text, is among those listed
  public record Selection(Set<String> jobs, Map<String, List<String>> matrix) {

    /// Everything runs.
    public static final Selection ALL = new Selection(Set.of(), Map.of());

    public Selection {
      jobs = Collections.unmodifiableSet(new LinkedHashSet<>(jobs));
      matrix = Collections.unmodifiableMap(new LinkedHashMap<>(matrix));
    }
  }
}
