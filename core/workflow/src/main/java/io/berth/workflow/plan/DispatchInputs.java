// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Contexts;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.workflow.Similar;
import io.berth.workflow.Template;
import io.berth.workflow.Triggers.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The inputs of `workflow_dispatch`: what was given as text, checked against what is declared.
///
/// @param typed the `inputs` context, where booleans and numbers keep their type
/// @param texts `github.event.inputs`, where everything is a text
public record DispatchInputs(Value.ObjectValue typed, Value.ObjectValue texts) {

  /// Checks what was given and fills in what was not: the default, else `false` for a boolean, the
  /// first option for a choice, and an empty text for the others.
  ///
  /// @param declared `on.workflow_dispatch.inputs`
  /// @param given the texts that were given, by name; case does not matter
  /// @param contexts what the expression of a default may use
  /// @throws BerthException B2000: every input that is unknown, missing or of a wrong type
  public static DispatchInputs of(
      Map<String, Input> declared,
      Map<String, String> given,
      Contexts contexts,
      Functions functions) {
    List<BerthError> errors = new ArrayList<>();
    Map<String, String> rest = new LinkedHashMap<>();
    given.forEach((name, value) -> rest.put(name.toUpperCase(Locale.ROOT), value));
    Map<String, Value> typed = new LinkedHashMap<>();
    Map<String, Value> texts = new LinkedHashMap<>();
    declared.forEach(
        (name, input) -> {
          var text = rest.remove(name.toUpperCase(Locale.ROOT));
          if (text == null) {
            if (input.required() && input.defaultValue() == null) {
              errors.add(missing(name, input));
            }
            text = missingText(input, contexts, functions);
          } else {
            check(name, text, input, errors);
          }
          texts.put(name, Value.of(text));
          typed.put(name, typed(text, input));
        });
    for (String name : given.keySet()) {
      if (rest.containsKey(name.toUpperCase(Locale.ROOT))) {
        errors.add(unknown(name, declared));
      }
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return new DispatchInputs(Value.object(typed), Value.object(texts));
  }

  private static String missingText(Input input, Contexts contexts, Functions functions) {
    Template given = input.defaultValue();
    if (given != null) {
      return TemplateEvaluator.value(given, contexts, functions).asString();
    }
    return switch (input.type()) {
      case "boolean" -> "false";
      case "choice" -> input.options().isEmpty() ? "" : input.options().getFirst();
      default -> "";
    };
  }

  private static Value typed(String text, Input input) {
    return switch (input.type()) {
      case "boolean" -> Value.of(text.equals("true"));
      case "number" -> Value.of(Value.of(text).asNumber());
      default -> Value.of(text);
    };
  }

  private static void check(String name, String text, Input input, List<BerthError> errors) {
    switch (input.type()) {
      case "boolean" -> {
        if (!text.equals("true") && !text.equals("false")) {
          errors.add(wrong(name, text, "`true` or `false`", List.of()));
        }
      }
      case "number" -> {
        if (Double.isNaN(Value.of(text).asNumber())) {
          errors.add(wrong(name, text, "a number", List.of()));
        }
      }
      case "choice" -> {
        if (!input.options().contains(text)) {
          errors.add(
              wrong(
                  name,
                  text,
                  "one of " + String.join(", ", input.options()),
                  Similar.to(text, input.options())));
        }
      }
      default -> {}
    }
  }

  private static BerthError wrong(String name, String text, String wanted, List<String> similar) {
    return new BerthError(
        ErrorCode.USAGE,
        "input `" + name + "` has to be " + wanted + ", found `" + text + "`",
        null,
        null,
        similar);
  }

  private static BerthError missing(String name, Input input) {
    var meaning = input.description().isEmpty() ? "" : " (" + input.description() + ")";
    return BerthError.of(
        ErrorCode.USAGE,
        "input `" + name + "`" + meaning + " is required, and nothing was given",
        "Add `--input " + name + "=…`.");
  }

  private static BerthError unknown(String name, Map<String, Input> declared) {
    return new BerthError(
        ErrorCode.USAGE,
        "input `" + name + "` is not declared by `workflow_dispatch`",
        declared.isEmpty()
            ? "The workflow declares no inputs; leave it out."
            : "Declared are " + String.join(", ", declared.keySet()) + ".",
        null,
        Similar.to(name, declared.keySet()));
  }
}
