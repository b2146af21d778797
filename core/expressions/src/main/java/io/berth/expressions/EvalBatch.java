// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Evaluates expressions from outside: one JSON object in, one out.
///
/// In: `{"expr": TEXT, "contexts": {NAME: VALUE}}`. Out: `{"kind": K, "value": V}` with K one of
/// Null, Boolean, Number, String, Array and Object, numbers that JSON cannot say as texts; or
/// `{"error": {"kind": K, "message": TEXT}}` with K one of lexing, parsing and evaluation. The only
/// functions are the built-in ones.
public final class EvalBatch {

  /// What GitHub's evaluator grants when it is not told how much.
  private static final long MEMORY = 1024 * 1024;

  private EvalBatch() {}

  /// Answers one line.
  ///
  /// @param line a JSON object; anything else is answered with an error of the kind `parsing`
  public static String answer(String line) {
    Value question;
    try {
      question = JsonReader.fromJson(line);
    } catch (JsonException e) {
      return error(ExpressionException.Kind.PARSING, "the line is not JSON: " + e.getMessage());
    }
    if (!(question instanceof Value.ObjectValue asked)
        || !(asked.member("expr").orElse(Value.NULL) instanceof Value.StringValue(var source))) {
      return error(
          ExpressionException.Kind.PARSING,
          "the line has to be an object with a text `expr` and, if need be, an object `contexts`");
    }
    Map<String, Value> contexts = new LinkedHashMap<>();
    if (asked.member("contexts").orElse(Value.NULL) instanceof Value.ObjectValue given) {
      given.members().forEach((name, value) -> contexts.put(name.toLowerCase(Locale.ROOT), value));
    }
    return answer(source, contexts);
  }

  /// Evaluates one expression.
  ///
  /// @param source the expression
  /// @param contexts the contexts it may refer to, by name in lower case
  public static String answer(String source, Map<String, Value> contexts) {
    try {
      var names = new Names(contexts.keySet(), new HashMap<>());
      Expression expression = Expression.parse(source, names);
      Evaluation evaluation =
          expression.evaluate(
              name -> Optional.ofNullable(contexts.get(name)), EvalBatch::noFunction, MEMORY);
      if (evaluation instanceof Evaluation.Done(var value)) {
        return value(value);
      }
      throw new IllegalStateException("no function was offered that could ask for a fact");
    } catch (ExpressionException e) {
      String message = String.valueOf(e.getMessage());
      boolean placed = e.kind() != ExpressionException.Kind.EVALUATION;
      return error(e.kind(), placed ? message : message + ". Located within expression: " + source);
    }
  }

  private static Evaluation noFunction(String name, Iterable<Value> arguments) {
    throw new IllegalStateException("function " + name + " was not offered");
  }

  private static String value(Value value) {
    var out =
        new StringBuilder("{\"kind\":\"").append(value.kind().title()).append("\",\"value\":");
    Json.print(value, out);
    return out.append('}').toString();
  }

  private static String error(ExpressionException.Kind kind, String message) {
    String name =
        switch (kind) {
          case LEXING -> "lexing";
          case PARSING -> "parsing";
          case EVALUATION -> "evaluation";
        };
    var out = new StringBuilder("{\"error\":{\"kind\":\"").append(name).append("\",\"message\":");
    Json.quote(message, out);
    return out.append("}}").toString();
  }
}
