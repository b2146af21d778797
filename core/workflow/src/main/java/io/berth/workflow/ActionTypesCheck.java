// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.ExpressionCheck.Wanted;
import io.berth.workflow.Type.Plain;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Finds what a forge would accept in an action and nobody can mean: expressions that refer to
/// nothing or mix types.
final class ActionTypesCheck {

  private ActionTypesCheck() {}

  static void check(Template template, Findings findings) {
    Members action = Members.of(template);
    Map<String, Type> inputs = new LinkedHashMap<>();
    var outside = new ExpressionCheck(Scope.ofAction(Map.of()), findings);
    Members declared = action.in("inputs");
    for (String name : declared.entries().keySet()) {
      outside.check(declared.in(name).get("default"), Wanted.TEXT);
      inputs.put(name.toLowerCase(Locale.ROOT), Plain.TEXT);
    }
    var inside =
        new ExpressionCheck(Scope.ofAction(Map.of("inputs", Type.exactly(inputs))), findings);
    Members runs = action.in("runs");
    for (String key : new String[] {"pre-if", "post-if"}) {
      WorkflowCheck.checkCondition(runs.get(key), inside);
    }
    inside.check(runs.get("env"), Wanted.OBJECT);
    inside.check(runs.get("args"), Wanted.ANYTHING);
    ExpressionCheck after = StepsCheck.check(runs.get("steps"), inside);
    Members outputs = action.in("outputs");
    for (String name : outputs.entries().keySet()) {
      after.check(outputs.in(name).get("value"), Wanted.TEXT);
    }
  }
}
