// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.ExpressionCheck.Wanted;
import io.berth.workflow.Findings.Remark;
import io.berth.workflow.Type.Plain;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks the steps of a job or of an action, each of which sees those above it.
final class StepsCheck {

  private final Findings findings;
  private final Map<String, Type> steps = new LinkedHashMap<>();
  private final Set<String> background = new HashSet<>();

  private StepsCheck(Findings findings) {
    this.findings = findings;
  }

  /// Returns what holds after the steps.
  static ExpressionCheck check(@Nullable Template steps, ExpressionCheck check) {
    var checked = new StepsCheck(check.findings());
    checked.checkSteps(steps, check, false);
    return check.in(check.scope().with("steps", Type.exactly(checked.steps)));
  }

  /// @param parallel whether they are a group of parallel steps
  private void checkSteps(@Nullable Template template, ExpressionCheck check, boolean parallel) {
    if (!(template instanceof Template.Sequence sequence)) {
      return;
    }
    for (Template item : sequence.items()) {
      Members step = Members.of(item);
      checkStep(step, check.in(check.scope().with("steps", Type.exactly(steps))));
      checkSteps(step.get("parallel"), check, true);
      for (Template.Literal waited : step.literals("wait")) {
        checkBackground(waited);
      }
      if (step.get("cancel") instanceof Template.Literal cancelled) {
        checkBackground(cancelled);
      }
      String stepId = step.text("id");
      if (stepId != null && (parallel || step.isTrue("background"))) {
        background.add(stepId.toLowerCase(Locale.ROOT));
      }
      if (stepId != null) {
        steps.put(
            stepId.toLowerCase(Locale.ROOT),
            Type.exactly(
                Map.of(
                    "outputs",
                    Type.open(Plain.TEXT),
                    "outcome",
                    Plain.TEXT,
                    "conclusion",
                    Plain.TEXT)));
      }
    }
  }

  private void checkBackground(Template.Literal id) {
    String name = id.value().asString();
    if (!background.contains(name.toLowerCase(Locale.ROOT))) {
      findings.lint(
          Rule.SYNTAX,
          id.span(),
          Remark.of("no step `" + name + "` runs in the background before this step", null)
              .fix("Name the `id` of an earlier step that has `background: true`."));
    }
  }

  private void checkStep(Members step, ExpressionCheck check) {
    WorkflowCheck.checkCondition(step.get("if"), check);
    for (String key : List.of("name", "run", "uses", "shell", "working-directory")) {
      check.check(step.get(key), Wanted.TEXT);
    }
    check.check(step.get("env"), Wanted.OBJECT);
    check.check(step.get("with"), Wanted.OBJECT);
    check.check(step.get("continue-on-error"), Wanted.TRUTH);
    check.check(step.get("timeout-minutes"), Wanted.NUMERIC);
    checkPositive(step, "timeout-minutes", findings);
    UntrustedInputs.check(step.get("run"), findings);
    String uses = step.text("uses");
    checkReference(step.get("uses"));
    if (uses != null && uses.startsWith("actions/github-script@")) {
      UntrustedInputs.check(step.in("with").get("script"), findings);
    }
  }

  private void checkReference(@Nullable Template uses) {
    if (!(uses instanceof Template.Literal literal)) {
      return;
    }
    String reference = literal.value().asString();
    try {
      ActionReference.parse(reference, uses.span());
    } catch (BerthException e) {
      BerthError error = e.errors().getFirst();
      Remark remark =
          Remark.of(
                  error.problem(),
                  "Expected format {org}/{repo}[/path]@ref. Actual '" + reference + "'")
              .similarTo(error.similar())
              .fix(error.remedy());
      findings.warning(Rule.ACTION, uses.span(), remark);
    }
  }

  static void checkPositive(Members owner, String key, Findings findings) {
    if (owner.get(key) instanceof Template.Literal literal
        && literal.value() instanceof Value.NumberValue(double number)
        && !(number > 0)) {
      findings.lint(
          Rule.SYNTAX, literal.span(), Remark.of("`" + key + "` has to be above zero", null));
    }
  }
}
