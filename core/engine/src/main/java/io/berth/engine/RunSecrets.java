// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Contexts;
import io.berth.expressions.Value;
import io.berth.workflow.Job;
import io.berth.workflow.plan.TemplateEvaluator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The secrets of the workflows of a run. They stand in no event, so they are computed again from
/// what the run was given whenever they are needed.
///
/// @param state the run
record RunSecrets(RunState state) {

  private static final String TOKEN = "GITHUB_TOKEN";

  /// Returns the secrets of a workflow: of a called one those that its caller passes, and the
  // token.
  Secrets of(RunScope scope) {
    var caller = scope.caller() == null ? null : state.leg(scope.caller()).orElse(null);
    if (caller == null || !(state.definition(caller) instanceof Job.Call call)) {
      return state.inputs().values().secrets();
    }
    return passed(state.scope(caller.leg().info()), call, caller.leg());
  }

  /// Returns what a caller passes on.
  ///
  /// @param scope where the caller stands
  /// @throws io.berth.model.BerthException if it cannot be evaluated
  Secrets passed(RunScope scope, Job.Call call, JobLeg leg) {
    var own = of(scope);
    if (call.secrets() != null && call.secrets().inherit()) {
      return own;
    }
    Map<String, String> passed = new LinkedHashMap<>();
    own.byName()
        .forEach(
            (name, value) -> {
              if (name.equalsIgnoreCase(TOKEN)) {
                passed.put(name, value);
              }
            });
    if (call.secrets() != null && call.secrets().given() != null) {
      var contexts = new RunContexts(state).leg(scope, call, leg.strategy(), leg.matrix());
      contexts.put("secrets", value(own));
      Contexts lookup = name -> Optional.ofNullable(contexts.get(name));
      var given = TemplateEvaluator.value(call.secrets().given(), lookup, RunContexts.NO_FUNCTIONS);
      if (given instanceof Value.ObjectValue object) {
        object.members().forEach((name, value) -> passed.put(name, value.asString()));
      }
    }
    return new Secrets(passed);
  }

  /// Returns the `secrets` context.
  static Value value(Secrets secrets) {
    Map<String, Value> members = new LinkedHashMap<>();
    secrets.byName().forEach((name, secret) -> members.put(name, Value.of(secret)));
    return Value.object(members);
  }
}
