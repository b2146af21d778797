// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Contexts;
import io.berth.expressions.Evaluation;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Computes the value of a part of a workflow file.
public final class TemplateEvaluator {

  private final Contexts contexts;
  private final Functions functions;

  private TemplateEvaluator(Contexts contexts, Functions functions) {
    this.contexts = contexts;
    this.functions = functions;
  }

  /// Computes a value: a mapping becomes an object, a sequence an array.
  ///
  /// @throws BerthException if an expression in it cannot be computed; the error names its place
  public static Evaluation evaluate(Template template, Contexts contexts, Functions functions) {
    return new TemplateEvaluator(contexts, functions).evaluate(template);
  }

  private Evaluation evaluate(Template template) {
    return switch (template) {
      case Template.Literal(var value, _, _) -> new Evaluation.Done(value);
      case Template.Computed computed -> compute(computed);
      case Template.Sequence(var items, _) -> sequence(items);
      case Template.Mapping(var entries, _) -> mapping(entries);
      case Template.Insert(var span) ->
          throw failure(span, "the key `${{ insert }}` stands where a value is wanted");
    };
  }

  private Evaluation compute(Template.Computed computed) {
    try {
      return computed.expression().evaluate(contexts, functions);
    } catch (ExpressionException e) {
      var message = String.valueOf(e.getMessage());
      throw new BerthException(error(computed.span(), message), e);
    }
  }

  private Evaluation sequence(List<Template> items) {
    List<Value> values = new ArrayList<>(items.size());
    for (Template item : items) {
      switch (evaluate(item)) {
        case Evaluation.Done(var value) -> values.add(value);
        case Evaluation.Needs needs -> {
          return needs;
        }
      }
    }
    return new Evaluation.Done(Value.array(values));
  }

  private Evaluation mapping(List<Template.Entry> entries) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (Template.Entry entry : entries) {
      switch (evaluate(entry.value())) {
        case Evaluation.Done(var value) -> members.put(entry.key().toString(), value);
        case Evaluation.Needs needs -> {
          return needs;
        }
      }
    }
    return new Evaluation.Done(Value.object(members));
  }

  private static BerthException failure(SourceSpan span, String problem) {
    return new BerthException(error(span, problem));
  }

  private static BerthError error(SourceSpan span, String problem) {
    return new BerthError(ErrorCode.EXPRESSION_FAILED, problem, null, span, List.of());
  }
}
