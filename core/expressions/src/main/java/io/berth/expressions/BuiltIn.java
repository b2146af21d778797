// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions that every expression may call.
enum BuiltIn {
  CASE(3, 255),
  CONTAINS(2, 2),
  ENDSWITH(2, 2),
  FORMAT(1, 255),
  FROMJSON(1, 1),
  JOIN(1, 2),
  STARTSWITH(2, 2),
  TOJSON(1, 1);

  private final int min;
  private final int max;

  BuiltIn(int min, int max) {
    this.min = min;
    this.max = max;
  }

  Names.Arity arity() {
    return new Names.Arity(min, max);
  }

  /// @param name a name in lower case
  static @Nullable BuiltIn named(String name) {
    return switch (name) {
      case "case" -> CASE;
      case "contains" -> CONTAINS;
      case "endswith" -> ENDSWITH;
      case "format" -> FORMAT;
      case "fromjson" -> FROMJSON;
      case "join" -> JOIN;
      case "startswith" -> STARTSWITH;
      case "tojson" -> TOJSON;
      default -> null;
    };
  }

  /// Computes a call. Arguments are evaluated only when their value matters, as GitHub's runner
  /// does.
  Value call(Evaluator evaluator, Node.Call call) {
    List<Node> arguments = call.arguments();
    return switch (this) {
      case CASE -> choose(evaluator, call);
      case CONTAINS -> Value.of(contains(evaluator, arguments));
      case ENDSWITH -> {
        Value text = evaluator.value(arguments.get(0));
        Value end = text.kind().isPrimitive() ? evaluator.value(arguments.get(1)) : text;
        yield Value.of(
            end.kind().isPrimitive() && OrdinalCase.endsWith(text.asString(), end.asString()));
      }
      case FORMAT -> Value.of(new Format(evaluator, call).result());
      case FROMJSON -> fromJson(evaluator.value(arguments.getFirst()).asString(), call.position());
      case JOIN -> Value.of(join(evaluator, arguments));
      case STARTSWITH -> {
        Value text = evaluator.value(arguments.get(0));
        Value start = text.kind().isPrimitive() ? evaluator.value(arguments.get(1)) : text;
        yield Value.of(
            start.kind().isPrimitive()
                && OrdinalCase.startsWith(text.asString(), start.asString()));
      }
      case TOJSON ->
          Value.of(
              JsonWriter.pretty(
                  evaluator.value(arguments.getFirst()), evaluator.memory().unaccounted()));
    };
  }

  private static Value choose(Evaluator evaluator, Node.Call call) {
    List<Node> arguments = call.arguments();
    for (int at = 0; at + 1 < arguments.size(); at += 2) {
      if (!(evaluator.value(arguments.get(at)) instanceof Value.BooleanValue(var chosen))) {
        throw ExpressionException.evaluation(
            "case predicate must evaluate to a boolean value", call.position());
      }
      if (chosen) {
        return evaluator.value(arguments.get(at + 1));
      }
    }
    return evaluator.value(arguments.getLast());
  }

  private static boolean contains(Evaluator evaluator, List<Node> arguments) {
    Value container = evaluator.value(arguments.get(0));
    if (container instanceof Value.ArrayValue(var items)) {
      return !items.isEmpty() && holds(items, evaluator.value(arguments.get(1)));
    }
    if (!container.kind().isPrimitive()) {
      return false;
    }
    Value part = evaluator.value(arguments.get(1));
    return part.kind().isPrimitive() && OrdinalCase.contains(container.asString(), part.asString());
  }

  private static boolean holds(List<Value> items, Value wanted) {
    for (Value item : items) {
      if (LooseComparison.equal(wanted, item)) {
        return true;
      }
    }
    return false;
  }

  private static String join(Evaluator evaluator, List<Node> arguments) {
    Value joined = evaluator.value(arguments.get(0));
    if (!(joined instanceof Value.ArrayValue(var items))) {
      return joined.kind().isPrimitive() ? joined.asString() : "";
    }
    String separator = items.size() > 1 ? separator(evaluator, arguments) : "";
    Memory.Meter meter = evaluator.memory().unaccounted();
    var text = new StringBuilder();
    for (int at = 0; at < items.size(); at++) {
      String item = items.get(at).asString();
      meter.add(item.length() + (at > 0 ? separator.length() : 0));
      text.append(at > 0 ? separator : "").append(item);
    }
    return text.toString();
  }

  private static String separator(Evaluator evaluator, List<Node> arguments) {
    if (arguments.size() < 2) {
      return ",";
    }
    Value separator = evaluator.value(arguments.get(1));
    return separator.kind().isPrimitive() ? separator.asString() : ",";
  }

  private static Value fromJson(String text, int position) {
    try {
      return JsonReader.fromJson(text);
    } catch (JsonException e) {
      throw ExpressionException.evaluation(
          "Error parsing JSON when evaluating fromJson: " + e.getMessage(), position);
    }
  }
}
