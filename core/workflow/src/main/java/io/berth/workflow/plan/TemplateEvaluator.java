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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
  /// An item of a sequence that is one expression and yields an array is replaced by the items of
  /// that array, and `${{ insert }}` merges a mapping into the one around it, both as GitHub does.
  ///
  /// @throws BerthException if an expression in it cannot be computed; the error names its place
  public static Evaluation evaluate(Template template, Contexts contexts, Functions functions) {
    return new TemplateEvaluator(contexts, functions).evaluate(template);
  }

  /// Computes a value where nothing may be asked of the world.
  ///
  /// @throws BerthException if an expression in it cannot be computed, or asks for a fact
  public static Value value(Template template, Contexts contexts, Functions functions) {
    return switch (evaluate(template, contexts, functions)) {
      case Evaluation.Done(var value) -> value;
      case Evaluation.Needs(var fact) ->
          throw failure(template.span(), "the function `" + fact.kind() + "` is not known here");
    };
  }

  private Evaluation evaluate(Template template) {
    return switch (template) {
      case Template.Literal(var value, _, _) -> new Evaluation.Done(value);
      case Template.Computed computed -> compute(computed);
      case Template.Sequence(var items, _) -> sequence(items);
      case Template.Mapping(var entries, _) -> mapping(entries);
      case Template.Insert(var span) ->
          throw failure(span, "`${{ insert }}` stands where a value is wanted");
    };
  }

  private Evaluation compute(Template.Computed computed) {
    try {
      return computed.expression().evaluate(contexts, functions);
    } catch (ExpressionException e) {
      throw new BerthException(error(computed.span(), String.valueOf(e.getMessage())), e);
    }
  }

  private Evaluation sequence(List<Template> items) {
    List<Value> values = new ArrayList<>(items.size());
    for (Template item : items) {
      switch (evaluate(item)) {
        case Evaluation.Done(Value.ArrayValue(var inner)) when item instanceof Template.Computed ->
            values.addAll(inner);
        case Evaluation.Done(var value) -> values.add(value);
        case Evaluation.Needs needs -> {
          return needs;
        }
      }
    }
    return new Evaluation.Done(Value.array(values));
  }

  private Evaluation mapping(List<Template.Entry> entries) {
    var members = new Members();
    for (Template.Entry entry : entries) {
      switch (evaluate(entry.value())) {
        case Evaluation.Done(var value) -> {
          if (entry.key() instanceof Template.Insert) {
            members.insert(entry.value(), value);
            continue;
          }
          switch (evaluate(entry.key())) {
            case Evaluation.Done(var key) -> members.add(entry.key(), key, value);
            case Evaluation.Needs needs -> {
              return needs;
            }
          }
        }
        case Evaluation.Needs needs -> {
          return needs;
        }
      }
    }
    return new Evaluation.Done(Value.object(members.byName));
  }

  private static final class Members {

    final Map<String, Value> byName = new LinkedHashMap<>();
    private final Set<String> lookupNames = new TreeSet<>();

    void insert(Template place, Value value) {
      if (value instanceof Value.ObjectValue object) {
        object.members().forEach((name, member) -> add(place.span(), name, member));
        return;
      }
      throw failure(place.span(), "`${{ insert }}` wants a mapping, found " + shown(value));
    }

    void add(Template place, Value key, Value value) {
      if (key instanceof Value.ObjectValue || key instanceof Value.ArrayValue) {
        throw failure(place.span(), "a key has to be a text, found " + shown(key));
      }
      add(place.span(), key.asString(), value);
    }

    private void add(SourceSpan place, String name, Value value) {
      if (!lookupNames.add(name.toUpperCase(Locale.ROOT))) {
        throw failure(place, "'" + name + "' is already defined");
      }
      byName.put(name, value);
    }
  }

  /// Returns a value as errors show it: a text in quotes, or what kind of collection it is.
  static String shown(Value value) {
    return switch (value) {
      case Value.NullValue() -> "nothing";
      case Value.ArrayValue array -> "a list";
      case Value.ObjectValue object -> "a mapping";
      case Value.StringValue(var text) -> "`" + text + "`";
      case Value.BooleanValue truth -> "`" + truth.asString() + "`";
      case Value.NumberValue number -> "`" + number.asString() + "`";
    };
  }

  private static BerthException failure(SourceSpan span, String problem) {
    return new BerthException(error(span, problem));
  }

  private static BerthError error(SourceSpan span, String problem) {
    return new BerthError(ErrorCode.EXPRESSION_FAILED, problem, null, span, List.of());
  }
}
