// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Contexts;
import io.berth.expressions.Evaluation;
import io.berth.expressions.Expression;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.workflow.Template;
import java.util.ArrayList;
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
    return switch (template) {
      case Template.Literal literal -> literal.value();
      case Template.Computed computed -> compute(computed.expression(), computed);
      case Template.Sequence sequence -> {
        List<Value> items = new ArrayList<>();
        for (Template item : sequence.items()) {
          items.add(value(item));
        }
        yield Value.array(items);
      }
      case Template.Mapping mapping -> Value.object(members(mapping));
      case Template.Insert insert ->
          throw new BadTemplate(insert, "`${{ insert }}` stands outside of a mapping");
    };
  }

  /// Returns the text of a scalar, or `null` if there is no template.
  @Nullable String text(@Nullable Template template) {
    return template == null ? null : Texts.of(value(template));
  }

  /// Returns whether the condition of a step or job holds.
  boolean holds(io.berth.workflow.Job.Condition condition) {
    try {
      return Texts.truthy(done(condition.expression().evaluate(contexts, functions)));
    } catch (ExpressionException e) {
      throw new BadTemplate(condition.span(), e);
    }
  }

  /// Returns the variables of an `env`; none if there is no template.
  Map<String, String> variables(@Nullable Template template) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (template == null) {
      return variables;
    }
    Value value = value(template);
    if (value instanceof Value.ObjectValue object) {
      object.members().forEach((name, member) -> variables.put(name, Texts.of(member)));
      return variables;
    }
    if (value.equals(Value.NULL) || value.equals(Value.of(""))) {
      return variables;
    }
    throw new BadTemplate(template, "a mapping of variables was expected");
  }

  private Map<String, Value> members(Template.Mapping mapping) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (Template.Entry entry : mapping.entries()) {
      if (entry.key() instanceof Template.Insert) {
        Value inserted = value(entry.value());
        if (inserted instanceof Value.ObjectValue object) {
          members.putAll(object.members());
        } else if (!inserted.equals(Value.NULL)) {
          throw new BadTemplate(entry.value(), "a mapping was expected to be inserted");
        }
      } else {
        members.put(Texts.of(value(entry.key())), value(entry.value()));
      }
    }
    return members;
  }

  private Value compute(Expression expression, Template place) {
    try {
      return done(expression.evaluate(contexts, functions));
    } catch (ExpressionException e) {
      throw new BadTemplate(place.span(), e);
    }
  }

  private static Value done(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Done(Value value) -> value;
      case Evaluation.Needs(var fact) -> throw new MissingFact(fact);
    };
  }
}
