// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Contexts;
import io.berth.expressions.Evaluation;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.model.BerthException;
import io.berth.workflow.Job;
import io.berth.workflow.Template;
import io.berth.workflow.plan.TemplateEvaluator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Computes the values of templates at one moment of a job.
///
/// @param contexts what expressions may see
/// @param functions what expressions may call beyond the built-in functions
record Evaluator(Contexts contexts, Functions functions) {

  /// @throws MissingFact if a fact has to be learned first
  /// @throws BadTemplate if an expression cannot be computed
  Value value(Template template) {
    try {
      return done(TemplateEvaluator.evaluate(template, contexts, functions));
    } catch (BerthException e) {
      throw new BadTemplate(e.errors().getFirst(), e);
    }
  }

  /// Returns the text of a scalar, or `null` if there is no template.
  @Nullable String text(@Nullable Template template) {
    return template == null ? null : value(template).asString();
  }

  /// Returns whether the condition of a step holds.
  boolean holds(Job.Condition condition) {
    try {
      return done(condition.expression().evaluate(contexts, functions)).truthy();
    } catch (ExpressionException e) {
      throw BadTemplate.at(condition.span(), String.valueOf(e.getMessage()), e);
    }
  }

  /// Returns how a condition came out, as lines for those who debug; it was computed before.
  ///
  /// @param what whose condition it is
  List<String> trace(String what, Job.Condition condition) {
    var expression = condition.expression();
    return List.of(
        "##[debug]Evaluating condition for " + what,
        "##[debug]Evaluating: " + expression,
        "##[debug]Expanded: " + expression.expanded(contexts, functions),
        "##[debug]Result: " + holds(condition));
  }

  /// Returns the variables of an `env`; none if there is no template.
  Map<String, String> variables(@Nullable Template template) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (template == null) {
      return variables;
    }
    Value value = value(template);
    if (value instanceof Value.ObjectValue object) {
      object.members().forEach((name, member) -> variables.put(name, member.asString()));
      return variables;
    }
    if (value.equals(Value.NULL) || value.equals(Value.of(""))) {
      return variables;
    }
    throw BadTemplate.at(template.span(), "a mapping of variables was expected", null);
  }

  private static Value done(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Done(var value) -> value;
      case Evaluation.Needs(var fact) -> throw new MissingFact(fact);
    };
  }
}
