// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.RunInputs;
import io.berth.engine.Secrets;
import io.berth.expressions.Contexts;
import io.berth.expressions.Evaluation;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.workflow.Triggers;
import io.berth.workflow.Workflow;
import io.berth.workflow.plan.DispatchInputs;
import io.berth.workflow.plan.Plan;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the runs of one call of `berth exec` have in common, and what each is made from.
///
/// @param request what was asked for
/// @param context what is known about the repository
/// @param given what the options give
/// @param event the name of the event
/// @param payload what is known about the event
/// @param matrix the legs that were asked for
record RunPlan(
    ExecRequest request,
    GithubContext context,
    GivenValues given,
    String event,
    Value.ObjectValue payload,
    MatrixChoice matrix) {

  private static final String DISPATCH = "workflow_dispatch";

  /// Checks the inputs for a workflow before anything runs.
  ///
  /// @throws io.berth.model.BerthException with all that is wrong with them
  void check(Workflow workflow) {
    dispatch(workflow, context.of(workflow, event, payload, "0"));
  }

  /// Returns what is known about the legs of a workflow before it runs.
  ///
  /// @param called the workflows that it calls, by the text of their `uses`
  Plan foreseen(Workflow workflow, Map<String, Workflow> called) {
    Value.ObjectValue github = context.of(workflow, event, payload, "0");
    Value inputs = dispatch(workflow, github).typed();
    return Plan.of(workflow, called, github, inputs, texts(given.vars()));
  }

  /// Returns what a run of a workflow is made from.
  ///
  /// @param called the workflows that it calls, by the text of their `uses`
  /// @param id the id of the run
  RunInputs inputs(Workflow workflow, Map<String, Workflow> called, String id) {
    String number = id.replace("-", "");
    Value.ObjectValue github = context.of(workflow, event, payload, number);
    DispatchInputs dispatch = dispatch(workflow, github);
    if (event.equals(DISPATCH)) {
      github = context.of(workflow, event, with(payload, "inputs", dispatch.texts()), number);
    }
    String job = request.selection().job();
    return new RunInputs(
        id,
        workflow,
        called,
        new RunInputs.Values(github, dispatch.typed(), texts(given.vars()), secrets()),
        new RunInputs.Selection(job == null ? Set.of() : Set.of(job), matrix.wanted()));
  }

  private Secrets secrets() {
    Map<String, String> all = new LinkedHashMap<>();
    given.secrets().forEach((name, value) -> all.put(name.toUpperCase(Locale.ROOT), value));
    all.putIfAbsent("GITHUB_TOKEN", context.token());
    return new Secrets(all);
  }

  private DispatchInputs dispatch(Workflow workflow, Value.ObjectValue github) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (payload.member("inputs").orElse(Value.NULL) instanceof Value.ObjectValue inputs) {
      inputs.members().forEach((name, value) -> texts.put(name, value.asString()));
    }
    texts.putAll(given.inputs());
    Map<String, Triggers.Input> declared = declared(workflow);
    if (declared == null) {
      return new DispatchInputs(texts(texts), texts(texts));
    }
    Contexts contexts = name -> name.equals("github") ? Optional.of(github) : Optional.empty();
    Functions none = (name, arguments) -> new Evaluation.Done(Value.NULL);
    return DispatchInputs.of(declared, texts, contexts, none);
  }

  /// Returns the inputs that a workflow declares for the event, or `null` if it takes any.
  private @Nullable Map<String, Triggers.Input> declared(Workflow workflow) {
    Triggers.Call call = workflow.triggers().call();
    return switch (event) {
      case DISPATCH -> workflow.triggers().dispatchInputs();
      case "workflow_call" -> call == null ? null : call.inputs();
      default -> null;
    };
  }

  private static Value.ObjectValue with(Value.ObjectValue object, String name, Value value) {
    Map<String, Value> members = new LinkedHashMap<>(object.members());
    members.put(name, value);
    return Value.object(members);
  }

  private static Value.ObjectValue texts(Map<String, String> texts) {
    Map<String, Value> members = new LinkedHashMap<>();
    texts.forEach((name, value) -> members.put(name, Value.of(value)));
    return Value.object(members);
  }
}
