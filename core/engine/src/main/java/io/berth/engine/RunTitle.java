// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Value;
import io.berth.model.BerthException;
import io.berth.workflow.plan.TemplateEvaluator;
import java.util.Optional;

/// How a run is called.
final class RunTitle {

  private RunTitle() {}

  static Event.RunInfo of(RunState state) {
    var inputs = state.inputs();
    var workflow = inputs.workflow();
    var given = workflow.names().name();
    var name = given == null || given.isEmpty() ? workflow.file() : given;
    return new Event.RunInfo(
        inputs.id(),
        workflow.file(),
        name,
        title(state, name),
        github(inputs, "event_name"),
        ref(inputs));
  }

  private static String title(RunState state, String name) {
    var template = state.inputs().workflow().names().runName();
    if (template == null) {
      return name;
    }
    var contexts = new RunContexts(state).base(RunScope.root(state.inputs()));
    try {
      var title =
          TemplateEvaluator.value(
              template, key -> Optional.ofNullable(contexts.get(key)), RunContexts.NO_FUNCTIONS);
      return title.asString().isBlank() ? name : title.asString();
    } catch (BerthException e) {
      return name;
    }
  }

  private static String ref(RunInputs inputs) {
    var ref = github(inputs, "ref_name");
    return ref.isEmpty() ? github(inputs, "sha") : ref;
  }

  private static String github(RunInputs inputs, String member) {
    return inputs.values().github().member(member).map(Value::asString).orElse("");
  }
}
