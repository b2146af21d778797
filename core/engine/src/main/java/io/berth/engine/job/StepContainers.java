// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.JobSpec;
import io.berth.model.SourceSpan;
import io.berth.spi.JobPlan;
import io.berth.workflow.ActionReference;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Step;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The containers and images that single steps of a job are known to need before it starts: their
/// own, and those of the actions of other repositories that they use.
final class StepContainers {

  private static final int DEEPEST = 10;

  private final @Nullable Fetched fetched;
  private final List<SourceSpan> containers = new ArrayList<>();
  private final List<SourceSpan> builds = new ArrayList<>();

  private StepContainers(@Nullable Fetched fetched) {
    this.fetched = fetched;
  }

  static JobPlan.StepLayers of(JobSpec spec, @Nullable Fetched fetched) {
    var needed = new StepContainers(fetched);
    for (Step step : spec.job().steps()) {
      if (step.action() instanceof Step.Action.Uses uses) {
        needed.add(uses, RemoteActions.holder(spec), uses.uses().span(), 0);
      }
    }
    return new JobPlan.StepLayers(needed.containers, needed.builds);
  }

  /// @param where the line of the workflow that leads to it
  private void add(
      Step.Action.Uses uses,
      ActionReference.@Nullable Repository holder,
      SourceSpan where,
      int depth) {
    if (!(uses.uses() instanceof Template.Literal(var text, var _, var _))) {
      return;
    }
    switch (RemoteActions.reference(text.asString().strip(), holder)) {
      case null -> {}
      case ActionReference.Image _ -> containers.add(where);
      case ActionReference.Repository remote -> {
        Fetched.Remote action = fetched == null ? null : fetched.actions().get(remote.toString());
        if (action != null) {
          add(action, where, depth);
        }
      }
      case ActionReference.Local _, ActionReference.Own _ -> {}
    }
  }

  private void add(Fetched.Remote action, SourceSpan where, int depth) {
    switch (action.manifest().runs()) {
      case ActionRuns.Docker docker -> {
        containers.add(where);
        if (docker.image() instanceof ActionRuns.Image.Built) {
          builds.add(where);
        }
      }
      case ActionRuns.Composite(var steps, var _) -> {
        for (Step step : steps) {
          if (depth < DEEPEST && step.action() instanceof Step.Action.Uses uses) {
            add(uses, action.reference(), where, depth + 1);
          }
        }
      }
      case ActionRuns.JavaScript _, ActionRuns.Plugin _ -> {}
    }
  }
}
