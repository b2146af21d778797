// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.expressions.Evaluation;
import io.berth.expressions.Value;
import io.berth.model.BerthException;
import io.berth.workflow.Template;
import io.berth.workflow.Triggers.Input;
import io.berth.workflow.plan.DispatchInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks a person for the inputs of `workflow_dispatch`, one after the other, as a forge does with a
/// form. What is left empty has its default.
final class DispatchForm {

  private final Person person;

  DispatchForm(Person person) {
    this.person = person;
  }

  /// Asks for all inputs that a workflow declares.
  ///
  /// @param name of the workflow
  /// @return what was typed, by name; less than all if the person ended the input
  Map<String, String> fill(String name, Map<String, Input> declared) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (declared.isEmpty()) {
      return texts;
    }
    person.tell(name + " takes inputs; Enter takes what stands in brackets.");
    for (Map.Entry<String, Input> input : declared.entrySet()) {
      Typed typed = ask(input.getKey(), input.getValue());
      if (typed.ended) {
        break;
      }
      if (typed.text != null) {
        texts.put(input.getKey(), typed.text);
      }
    }
    return texts;
  }

  /// What came of a question.
  ///
  /// @param text what was typed, or `null` for the default
  /// @param ended whether the person ended the input
  private record Typed(@Nullable String text, boolean ended) {}

  private Typed ask(String name, Input input) {
    if (input.type().equals("choice")) {
      person.tell(name + described(input));
      for (int i = 0; i < input.options().size(); i++) {
        person.tell("  " + (i + 1) + "  " + input.options().get(i));
      }
    }
    while (true) {
      String line = person.line(question(name, input));
      if (line == null) {
        return new Typed(null, true);
      }
      if (line.isEmpty() && (!input.required() || input.defaultValue() != null)) {
        return new Typed(null, false);
      }
      String text = meant(line.strip(), input);
      String problem =
          line.isEmpty() ? "input `" + name + "` is required" : problem(name, text, input);
      if (problem == null) {
        return new Typed(text, false);
      }
      person.tell("  " + problem);
    }
  }

  private static String described(Input input) {
    return input.description().isEmpty() ? "" : ": " + input.description();
  }

  private static String question(String name, Input input) {
    var text = new StringBuilder();
    switch (input.type()) {
      case "choice" -> text.append("number or name");
      case "boolean" -> text.append(name).append(described(input)).append(" (true or false)");
      case "number" -> text.append(name).append(described(input)).append(" (a number)");
      case "environment" -> text.append(name).append(described(input)).append(" (environment)");
      default -> text.append(name).append(described(input));
    }
    String standing = standing(input);
    if (!standing.isEmpty()) {
      text.append(" [").append(standing).append(']');
    } else if (input.required()) {
      text.append(", required");
    }
    return text.append(": ").toString();
  }

  /// Returns what applies if nothing is typed.
  private static String standing(Input input) {
    Template given = input.defaultValue();
    if (given != null) {
      return switch (given) {
        case Template.Literal literal -> literal.value().asString();
        case Template.Computed computed -> computed.source();
        case Template.Sequence _, Template.Mapping _, Template.Insert _ -> "";
      };
    }
    if (input.required()) {
      return "";
    }
    return switch (input.type()) {
      case "boolean" -> "false";
      case "choice" -> input.options().isEmpty() ? "" : input.options().getFirst();
      default -> "";
    };
  }

  /// Lets a number stand for an option, and what people type for true and false.
  private static String meant(String text, Input input) {
    List<String> options = input.options();
    if (input.type().equals("choice") && !options.contains(text)) {
      for (int i = 0; i < options.size(); i++) {
        if (text.equals(Integer.toString(i + 1))) {
          return options.get(i);
        }
      }
    }
    if (input.type().equals("boolean")) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "y", "yes", "true" -> "true";
        case "n", "no", "false" -> "false";
        default -> text;
      };
    }
    return text;
  }

  private static @Nullable String problem(String name, String text, Input input) {
    try {
      DispatchInputs.of(
          Map.of(name, input),
          Map.of(name, text),
          _ -> Optional.empty(),
          (_, _) -> new Evaluation.Done(Value.NULL));
      return null;
    } catch (BerthException e) {
      return e.errors().getFirst().problem();
    }
  }
}
