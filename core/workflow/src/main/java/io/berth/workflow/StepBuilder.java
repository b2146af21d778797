// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Step.Action;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the model of the steps of one job.
final class StepBuilder {

  private final StepIds ids;

  private StepBuilder(StepIds ids) {
    this.ids = ids;
  }

  static List<Step> all(@Nullable Template steps) {
    StepIds ids = new StepIds();
    reserve(steps, ids);
    return new StepBuilder(ids).steps(steps);
  }

  private static void reserve(@Nullable Template steps, StepIds ids) {
    if (steps instanceof Template.Sequence sequence) {
      for (Template item : sequence.items()) {
        Members step = Members.of(item);
        String id = step.text("id");
        if (id != null) {
          ids.reserve(id);
        }
        reserve(step.get("parallel"), ids);
      }
    }
  }

  private List<Step> steps(@Nullable Template steps) {
    List<Step> built = new ArrayList<>();
    if (steps instanceof Template.Sequence sequence) {
      for (Template item : sequence.items()) {
        built.add(step(Members.of(item)));
      }
    }
    return built;
  }

  private Step step(Members step) {
    Action action = action(step);
    String id = step.text("id");
    return new Step(
        id == null ? ids.generate(action) : id,
        step.get("name"),
        JobBuilder.condition(step.get("if"), step.span()),
        new Step.Settings(
            step.get("env"), step.get("continue-on-error"), step.get("timeout-minutes")),
        step.isTrue("background"),
        action,
        step.span());
  }

  private Action action(Members step) {
    Template script = step.get("run");
    if (script != null) {
      return new Action.Run(script, step.get("shell"), step.get("working-directory"));
    }
    Template uses = step.get("uses");
    if (uses != null) {
      return new Action.Uses(uses, step.get("with"));
    }
    if (step.has("wait")) {
      List<String> waited = new ArrayList<>();
      for (Template.Literal id : step.literals("wait")) {
        waited.add(id.value().asString());
      }
      return new Action.Wait(waited);
    }
    if (step.has("wait-all")) {
      return new Action.WaitAll();
    }
    String cancelled = step.text("cancel");
    return cancelled != null
        ? new Action.Cancel(cancelled)
        : new Action.Parallel(steps(step.get("parallel")));
  }
}
