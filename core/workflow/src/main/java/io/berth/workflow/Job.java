// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Expression;
import io.berth.model.SourceSpan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A job as the file describes it, before its matrix makes instances of it.
public sealed interface Job {

  /// Returns what both kinds of job have.
  Head head();

  /// What both kinds of job have.
  ///
  /// @param id the key of the job
  /// @param name `name`, or `null` if absent
  /// @param needs the ids of the jobs it waits for
  /// @param condition `if`, complete: `success()` was added where the language adds it
  /// @param strategy `strategy`, or `null` if absent
  /// @param concurrency `concurrency`, or `null` if absent
  /// @param span where its key stands
  record Head(
      String id,
      @Nullable Template name,
      List<String> needs,
      Condition condition,
      @Nullable Strategy strategy,
      Workflow.@Nullable Concurrency concurrency,
      SourceSpan span) {

    public Head {
      needs = List.copyOf(needs);
    }
  }

  /// An `if`, ready to be evaluated: `success() && (…)` was put around it where the language does
  /// so.
  ///
  /// @param expression what decides
  /// @param source the characters in the file, or `success()` if there is no `if`
  /// @param span where it stands, or where its owner stands if there is no `if`
  record Condition(Expression expression, String source, SourceSpan span) {}

  /// `strategy`.
  ///
  /// @param matrix `matrix`, a mapping or an expression that yields one, or `null` if absent
  /// @param failFast `fail-fast`, or `null` if absent: true
  /// @param maxParallel `max-parallel`, or `null` if absent: no limit
  record Strategy(
      @Nullable Template matrix, @Nullable Template failFast, @Nullable Template maxParallel) {}

  /// A job with steps.
  ///
  /// @param head what both kinds have
  /// @param runsOn `runs-on`
  /// @param layers the containers it asks for
  /// @param limits its time limits and `continue-on-error`
  /// @param settings what its steps share
  /// @param outputs the value of each output by name
  /// @param steps its steps in order
  record Steps(
      Head head,
      Template runsOn,
      Layers layers,
      Limits limits,
      Settings settings,
      Map<String, Template> outputs,
      List<Step> steps)
      implements Job {

    public Steps {
      outputs = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(outputs));
      steps = List.copyOf(steps);
    }
  }

  /// The containers that a job asks for.
  ///
  /// @param container `container`, or `null` if absent
  /// @param services `services`, or `null` if absent
  record Layers(@Nullable Template container, @Nullable Template services) {}

  /// How long a job may take and whether its failure counts.
  ///
  /// @param timeoutMinutes `timeout-minutes`, or `null` if absent: 360
  /// @param cancelTimeoutMinutes `cancel-timeout-minutes`, or `null` if absent: 5
  /// @param continueOnError `continue-on-error`, or `null` if absent: false
  record Limits(
      @Nullable Template timeoutMinutes,
      @Nullable Template cancelTimeoutMinutes,
      @Nullable Template continueOnError) {}

  /// What the steps of a job share.
  ///
  /// @param env `env`, or `null` if absent
  /// @param defaults `defaults.run`, or `null` if absent
  /// @param environment `environment`, or `null` if absent
  /// @param permissions `permissions`, or `null` if absent
  record Settings(
      @Nullable Template env,
      Workflow.@Nullable RunDefaults defaults,
      @Nullable Template environment,
      @Nullable Template permissions) {}

  /// A job that calls another workflow.
  ///
  /// @param head what both kinds have
  /// @param uses the workflow that is called
  /// @param with the inputs given, or `null` if absent
  /// @param secrets the secrets given, or `null` if none are
  /// @param permissions `permissions`, or `null` if absent
  record Call(
      Head head,
      Template.Literal uses,
      @Nullable Template with,
      @Nullable Secrets secrets,
      @Nullable Template permissions)
      implements Job {}

  /// The `secrets` of a calling job.
  ///
  /// @param inherit whether the called workflow gets all of the caller's
  /// @param given a mapping of the secrets that are passed, or `null` if `inherit`
  record Secrets(boolean inherit, @Nullable Template given) {}
}
