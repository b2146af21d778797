// SPDX-License-Identifier: Apache-2.0
package io.berth.console;

import io.berth.console.Progress.JobView;
import io.berth.console.Progress.StepView;
import io.berth.engine.Event;
import io.berth.engine.Result;

/// What results are called, and which role they are drawn in.
final class Words {

  private Words() {}

  /// Returns the line above a run: its workflow, what it answers and what it runs.
  static String heading(Event.RunInfo run, Theme theme) {
    String name = run.title().isEmpty() ? run.workflowName() : run.title();
    var text = new StringBuilder(theme.paint(Role.TITLE, Ansi.clean(name, false)));
    if (!run.workflowFile().equals(name)) {
      text.append(theme.separator()).append(Ansi.clean(run.workflowFile(), false));
    }
    text.append(theme.separator()).append(Ansi.clean(run.event(), false));
    if (!run.ref().isEmpty()) {
      text.append(theme.separator()).append(Ansi.clean(run.ref(), false));
    }
    return text.append(theme.separator()).append("run ").append(run.id()).toString();
  }

  static String of(Result result) {
    return switch (result) {
      case SUCCESS -> "succeeded";
      case FAILURE -> "failed";
      case CANCELLED -> "cancelled";
      case SKIPPED -> "skipped";
    };
  }

  static Role role(Result result) {
    return switch (result) {
      case SUCCESS -> Role.SUCCESS;
      case FAILURE -> Role.FAILURE;
      case CANCELLED -> Role.CANCELLED;
      case SKIPPED -> Role.SKIPPED;
    };
  }

  static String of(JobView job) {
    if (job.result == null) {
      return "unfinished";
    }
    return job.failureAllowed && job.result == Result.FAILURE ? "failed, allowed" : of(job.result);
  }

  static Role role(JobView job) {
    if (job.result == null) {
      return Role.CANCELLED;
    }
    return job.failureAllowed && job.result == Result.FAILURE ? Role.ALLOWED : role(job.result);
  }

  /// Says how a step ended, in words that need no colour: `failed, exit code 2`.
  static String of(StepView step) {
    Result conclusion = step.conclusion;
    if (conclusion == null) {
      return "unfinished";
    }
    return (isAllowed(step) ? "failed, allowed" : of(conclusion)) + why(step);
  }

  /// Says what made a step fail, with a comma before it, or nothing.
  static String why(StepView step) {
    if (step.passed != null) {
      return ", ran longer than " + Elapsed.whole(step.passed);
    }
    if (step.error != null) {
      return ", " + Ansi.clean(step.error.problem(), false);
    }
    return step.exitCode == null || step.exitCode == 0 ? "" : ", exit code " + step.exitCode;
  }

  static Role role(StepView step) {
    Result conclusion = step.conclusion;
    if (conclusion == null) {
      return Role.RUNNING;
    }
    return isAllowed(step) ? Role.ALLOWED : role(conclusion);
  }

  private static boolean isAllowed(StepView step) {
    return step.conclusion == Result.SUCCESS && step.outcome == Result.FAILURE;
  }
}
