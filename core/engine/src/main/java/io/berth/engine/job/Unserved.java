// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Job;
import io.berth.workflow.Step;
import java.util.ArrayList;
import java.util.List;

/// What a job asks for and Berth does not serve yet; found before the job starts.
final class Unserved {

  private Unserved() {}

  /// Returns an error for each step that cannot be served, in the order of the file.
  static List<BerthError> in(Job.Steps job) {
    List<BerthError> errors = new ArrayList<>();
    for (Step step : job.steps()) {
      collect(step, errors);
    }
    return errors;
  }

  private static void collect(Step step, List<BerthError> errors) {
    if (step.background()) {
      errors.add(language(step.span(), "background"));
    }
    switch (step.action()) {
      case Step.Action.Run _, Step.Action.Uses _ -> {}
      case Step.Action.Wait _ -> errors.add(language(step.span(), "wait"));
      case Step.Action.WaitAll _ -> errors.add(language(step.span(), "wait-all"));
      case Step.Action.Cancel _ -> errors.add(language(step.span(), "cancel"));
      case Step.Action.Parallel _ -> errors.add(language(step.span(), "parallel"));
    }
  }

  /// @param text how the step names the action
  static BerthError action(String text, Step.Action.Uses uses) {
    return new BerthError(
        ErrorCode.ACTION_UNSERVED,
        "the action `"
            + text
            + "` cannot be used: it needs a container of its own, or is named by an expression",
        "replace the step by a `run` step, or run the jobs that use no such action with `--job`",
        uses.uses().span(),
        List.of());
  }

  private static BerthError language(SourceSpan where, String key) {
    return new BerthError(
        ErrorCode.ACTION_UNSERVED,
        "a step has the key `" + key + "`: steps that run side by side are not served yet",
        "let the steps run one after the other",
        where,
        List.of());
  }
}
