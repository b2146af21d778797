// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.ExpressionCheck.Wanted;
import io.berth.workflow.Findings.Remark;
import io.berth.workflow.Type.Plain;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what a forge would accept and nobody can mean: expressions that refer to nothing or mix
/// types, jobs that do nothing. A run does not look here; `berth check` does.
final class WorkflowCheck {

  private final Members workflow;
  private final Findings findings;
  private final Map<String, Type> inputs = new LinkedHashMap<>();

  private WorkflowCheck(Template template, Findings findings) {
    this.workflow = Members.of(template);
    this.findings = findings;
  }

  static void check(Template template, Findings findings) {
    new WorkflowCheck(template, findings).run();
  }

  private void run() {
    EventsCheck.check(workflow.get("on"), findings);
    Members dispatch = workflow.in("on").in("workflow_dispatch").in("inputs");
    Map<String, Type> dispatchInputs = new LinkedHashMap<>();
    dispatch.entries().forEach((name, input) -> addInput(name, input, dispatchInputs));
    Map<String, Type> contexts = new HashMap<>();
    contexts.put("github", ContextTypes.github(dispatchInputs));
    inputs.putAll(dispatchInputs);
    checkCallInputs(contexts);
    contexts.put("inputs", Type.exactly(inputs));
    ExpressionCheck check = new ExpressionCheck(Scope.ofWorkflow(contexts), findings);
    check.check(workflow.get("run-name"), Wanted.TEXT);
    check.check(workflow.get("env"), Wanted.OBJECT);
    checkConcurrency(workflow, check);
    checkCallOutputs(check);
    Members jobs = workflow.in("jobs");
    for (Map.Entry<String, Template.Entry> job : jobs.entries().entrySet()) {
      new JobCheck(job.getKey(), job.getValue(), jobs, check).run();
    }
  }

  private static void addInput(String name, Template.Entry input, Map<String, Type> into) {
    into.put(name.toLowerCase(Locale.ROOT), inputType(Members.of(input.value()).text("type")));
  }

  private static Type inputType(@Nullable String type) {
    return switch (type) {
      case null -> Plain.TEXT;
      case "boolean" -> Plain.TRUTH;
      case "number" -> Plain.NUMERIC;
      case String other -> Plain.TEXT;
    };
  }

  /// Checks the defaults of inputs, each of which sees those above it.
  private void checkCallInputs(Map<String, Type> contexts) {
    Members declared = workflow.in("on").in("workflow_call").in("inputs");
    for (Map.Entry<String, Template.Entry> input : declared.entries().entrySet()) {
      Members members = Members.of(input.getValue().value());
      Type type = inputType(members.text("type"));
      Scope scope = Scope.ofWorkflow(contexts).with("inputs", Type.exactly(new HashMap<>(inputs)));
      Wanted wanted =
          switch (type) {
            case Plain.TRUTH -> Wanted.TRUTH;
            case Plain.NUMERIC -> Wanted.NUMERIC;
            case Type other -> Wanted.TEXT;
          };
      new ExpressionCheck(scope, findings).check(members.get("default"), wanted);
      addInput(input.getKey(), input.getValue(), inputs);
    }
  }

  private void checkCallOutputs(ExpressionCheck check) {
    Members jobs = workflow.in("jobs");
    Map<String, Type> types = new LinkedHashMap<>();
    for (String id : jobs.entries().keySet()) {
      types.put(id.toLowerCase(Locale.ROOT), JobCheck.result(jobs.in(id)));
    }
    ExpressionCheck inside = check.in(check.scope().with("jobs", Type.exactly(types)));
    Members outputs = workflow.in("on").in("workflow_call").in("outputs");
    for (Template.Entry output : outputs.entries().values()) {
      inside.check(Members.of(output.value()).get("value"), Wanted.TEXT);
    }
  }

  /// Checks the `concurrency` of a workflow or a job.
  static void checkConcurrency(Members owner, ExpressionCheck check) {
    if (owner.get("concurrency") instanceof Template.Mapping) {
      Members concurrency = owner.in("concurrency");
      check.check(concurrency.get("group"), Wanted.TEXT);
      check.check(concurrency.get("cancel-in-progress"), Wanted.TRUTH);
    } else {
      check.check(owner.get("concurrency"), Wanted.TEXT);
    }
  }

  /// Checks a condition, and remarks on one that never changes.
  static void checkCondition(@Nullable Template condition, ExpressionCheck check) {
    if (!(condition instanceof Template.Computed computed)) {
      return;
    }
    for (Template.Part part : computed.parts()) {
      ExpressionTypes.check(part, check.scope(), check.findings());
    }
    String source = computed.source();
    boolean constant =
        computed.parts().stream().noneMatch(part -> Constants.depends(part.expression().root()));
    boolean mixed = source.contains("${{") && !isOnePlaceholder(source, computed);
    if (source.isBlank() || (!constant && !mixed)) {
      return;
    }
    Remark remark =
        mixed
            ? Remark.of("this condition is text around an expression, which is always true", null)
                .fix("Put all of the condition between `${{` and `}}`, and nothing around them.")
            : Remark.of("this condition never changes", null);
    check.findings().warning(Rule.CONDITION, computed.span(), remark);
  }

  private static boolean isOnePlaceholder(String source, Template.Computed computed) {
    return computed.parts().size() == 1 && source.startsWith("${{") && source.endsWith("}}");
  }
}
