// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Value;
import io.berth.workflow.Step;
import io.berth.workflow.Step.Action;
import io.berth.workflow.Template;
import io.berth.workflow.plan.Plan.Foreseen;
import io.berth.workflow.plan.Plan.Layer;
import java.util.ArrayList;
import java.util.List;

/// What the steps of a job need beside its environment.
final class StepLayers {

  private static final String IMAGE = "docker://";

  private StepLayers() {}

  static List<Layer> of(List<Step> steps) {
    List<Layer> layers = new ArrayList<>();
    for (Step step : steps) {
      switch (step.action()) {
        case Action.Uses(var uses, _) -> layers.add(layer(uses));
        case Action.Parallel(var inner) -> layers.addAll(of(inner));
        case Action.Run run -> {}
        case Action.Wait wait -> {}
        case Action.WaitAll wait -> {}
        case Action.Cancel cancel -> {}
      }
    }
    return layers;
  }

  private static Layer layer(Template uses) {
    if (!(uses instanceof Template.Literal(var value, _, var span))) {
      return new Layer(
          Layer.Kind.ACTION, "", new Foreseen.Late(SourceTexts.of(uses)), uses.span().line());
    }
    var text = value.asString();
    return text.startsWith(IMAGE)
        ? layer(Layer.Kind.STEP_CONTAINER, text.substring(IMAGE.length()), span.line())
        : layer(Layer.Kind.ACTION, text, span.line());
  }

  private static Layer layer(Layer.Kind kind, String text, int line) {
    return new Layer(kind, "", new Foreseen.Known(Value.of(text)), line);
  }
}
