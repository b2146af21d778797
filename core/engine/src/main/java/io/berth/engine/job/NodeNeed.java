// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.spi.Layout;
import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a job is known to need a Node.js that is there from the start: an action runs JavaScript
/// before any step could have brought one.
///
/// @param fetched the actions of other repositories
record NodeNeed(Fetched fetched) {

  private static final String NO_CONDITION = "success()";
  private static final int DEEPEST = 10;

  /// What is known after a step.
  private enum Known {
    NEEDED,
    NOT_YET,
    NEVER
  }

  /// Returns why a job cannot run without a Node.js, or `null` if it may.
  ///
  /// @throws MissingFact if nobody looked for one yet
  static @Nullable BerthError unmet(JobSpec spec, Standing standing, Layout layout) {
    Fetched fetched = standing.fetched();
    Step step = fetched == null ? null : new NodeNeed(fetched).first(spec);
    if (step == null || !NodeProcess.program(standing, layout).isEmpty()) {
      return null;
    }
    return new BerthError(
        ErrorCode.ENVIRONMENT_NOT_READY,
        "the job needs Node.js for `" + StepNames.plain(step) + "`, and there is no `node` in PATH",
        "install Node.js, or set " + NodeProcess.GIVEN + " to the path of a `node`",
        step.span(),
        List.of());
  }

  private @Nullable Step first(JobSpec spec) {
    if (!fetched.before().isEmpty()) {
      return fetched.before().getFirst();
    }
    for (Step step : spec.job().steps()) {
      switch (known(step, RemoteActions.holder(spec), 0)) {
        case NEEDED -> {
          return step;
        }
        case NEVER -> {
          return null;
        }
        case NOT_YET -> {}
      }
    }
    return null;
  }

  private Known known(Step step, ActionReference.@Nullable Repository holder, int depth) {
    if (step.action() instanceof Step.Action.Uses uses && Checkout.of(uses) != null) {
      return Known.NOT_YET;
    }
    Fetched.Remote action =
        step.condition().source().equals(NO_CONDITION) && depth < DEEPEST
            ? new Beforehand(fetched.actions()).used(step, holder)
            : null;
    if (action == null) {
      return Known.NEVER;
    }
    return switch (action.manifest().runs()) {
      case ActionRuns.JavaScript _ -> Known.NEEDED;
      case ActionRuns.Composite(var steps, var _) -> {
        Known known = Known.NOT_YET;
        for (int i = 0; i < steps.size() && known == Known.NOT_YET; i++) {
          known = known(steps.get(i), action.reference(), depth + 1);
        }
        yield known;
      }
      case ActionRuns.Docker _, ActionRuns.Plugin _ -> Known.NEVER;
    };
  }
}
